/* Requests: every question is on record, and so is its answer. */
#include "dossier/fold.h"

wijk_status wijk__fold_request_receive(struct wijk__fold *fold) {
    MAKE(fold, requests, request_receive, request);
    return REGISTER_LAST(fold, requests);
}

wijk_status wijk__fold_request_decide(struct wijk__fold *fold) {
    uint32_t row = wijk__ref(fold, WIJK_REQUEST_DECIDE_REQUEST);
    if (ROW(fold->state, requests, row)->decided != WIJK_DATE_NONE)
        return wijk__refuse(fold, WIJK_WK6001, &ROW(fold->state, requests, row)->act, NULL);
    CHANGE(fold, requests, row, request);
    request->decided = fold->act->valid;
    request->outcome = wijk__code(fold, WIJK_REQUEST_DECIDE_OUTCOME);
    request->motivation = wijk__span(fold, WIJK_REQUEST_DECIDE_MOTIVATION);
    return WIJK_OK;
}
