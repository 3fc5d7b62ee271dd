"""REST, version 1: one file a subject, all asked with the filters of `duta query`."""

from fastapi import APIRouter

from duta.server.api import coding, corpus, counts, exports, keeping, known, reviews

router = APIRouter(prefix="/api/v1")
for part in (coding, corpus, counts, known, exports, reviews, keeping):
    router.include_router(part.router)
