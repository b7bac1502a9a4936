# survival_peer.R FOLDER: the figures of R for the data that survival_peer.py wrote there, one a line:
# what,set,group,time,name,value with NA where R has none.
suppressMessages({library(survival); library(cmprsk); library(etm)})
folder <- commandArgs(trailingOnly = TRUE)[1]
out <- file(file.path(folder, "r.csv"), "w")
say <- function(what, set, group, time, name, value) {
    if (length(value) > 0)
        writeLines(paste(what, set, group, sprintf("%.17g", time), name,
                         ifelse(is.na(value), "NA", sprintf("%.17g", value)), sep = ","), out)
}

curve <- function(set, group, d) {
    for (kind in c("log", "log-log", "plain")) {
        fit <- survfit(Surv(entry, time, event) ~ 1, data = d, conf.type = kind, timefix = FALSE, conf.int = .9)
        name <- function(what) paste(kind, what)
        se <- fit$std.err * fit$surv
        say("km", set, group, fit$time, name("at_risk"), fit$n.risk)
        say("km", set, group, fit$time, name("events"), fit$n.event)
        say("km", set, group, fit$time, name("survival"), fit$surv)
        say("km", set, group, fit$time, name("std_error"), ifelse(fit$surv > 0, se, NA))
        say("km", set, group, fit$time, name("lower"), ifelse(fit$surv > 0, fit$lower, NA))
        say("km", set, group, fit$time, name("upper"), ifelse(fit$surv > 0, fit$upper, NA))
        table <- summary(fit)$table
        say("median", set, group, 0, name("median"), unname(table["median"]))
        say("median", set, group, 0, name("lower"), unname(table[length(table) - 1]))
        say("median", set, group, 0, name("upper"), unname(table[length(table)]))
    }
    until <- max(d$time) * .8
    if (until > 0) {
        table <- tryCatch(summary(fit, rmean = until)$table, error = function(e) NULL) # it wants a time before that
        if (is.null(table)) return()
        say("mean", set, group, until, "mean", unname(table["rmean"]))
        say("mean", set, group, until, "std_error", unname(table["se(rmean)"]))
    }
}

tests <- function(set, d) {
    for (rho in c(0, 1, .5)) {
        fit <- tryCatch(survdiff(Surv(time, event) ~ group, data = d, rho = rho, timefix = FALSE),
                        error = function(e) NULL)
        if (is.null(fit)) next
        groups <- sort(unique(d$group))
        say("test", set, groups, rho, "observed", fit$obs)
        say("test", set, groups, rho, "expected", fit$exp)
        say("test", set, groups[1], rho, "chi2", fit$chisq)
        if (!is.null(fit$pvalue)) say("test", set, groups[1], rho, "p", fit$pvalue)
    }
}

d <- read.csv(file.path(folder, "km.csv"))
for (set in unique(d$set)) {
    mine <- d[d$set == set, ]
    for (group in unique(mine$group)) curve(set, group, mine[mine$group == group, ])
    if (all(mine$entry < 0) && length(unique(mine$group)) > 1 && sum(mine$event) > 0) tests(set, mine)
}

d <- read.csv(file.path(folder, "cif.csv"))
for (set in unique(d$set)) {
    mine <- d[d$set == set, ]
    if (all(mine$entry == 0)) {
        fit <- tryCatch(cuminc(mine$time, mine$event, cencode = 0), error = function(e) NULL) # it wants two subjects
        for (name in names(fit)) {
            cause <- sub("1 ", "", name)
            times <- sort(unique(mine$time))
            found <- timepoints(fit[name], times)
            say("aalen", set, cause, times, "probability", found$est[1, ])
            say("aalen", set, cause, times, "variance", found$var[1, ])
        }
    }
    causes <- sort(unique(mine$event[mine$event > 0]))
    if (length(causes) == 0) next
    tra <- matrix(FALSE, length(causes) + 1, length(causes) + 1)
    tra[1, -1] <- TRUE
    rows <- data.frame(id = seq_len(nrow(mine)), from = 0, to = ifelse(mine$event == 0, "cens", mine$event),
                       entry = mine$entry, exit = mine$time)
    fit <- etm(rows, c("0", causes), tra, "cens", 0)
    for (cause in causes) {
        pair <- paste("0", cause)
        say("greenwood", set, cause, fit$time, "probability", fit$est["0", as.character(cause), ])
        say("greenwood", set, cause, fit$time, "variance", fit$cov[pair, pair, ])
    }
}

d <- read.csv(file.path(folder, "states.csv"))
starts <- read.csv(file.path(folder, "starts.csv"))
for (set in unique(d$set)) {
    mine <- d[d$set == set, ]
    states <- sort(unique(c(mine$from, mine$to[mine$to > 0])))
    tra <- matrix(FALSE, length(states), length(states), dimnames = list(states, states))
    moves <- mine[mine$to > 0, ]
    if (nrow(moves) == 0) next
    for (i in seq_len(nrow(moves))) tra[as.character(moves$from[i]), as.character(moves$to[i])] <- TRUE
    rows <- data.frame(id = mine$id, from = mine$from, to = ifelse(mine$to == 0, "cens", mine$to),
                       entry = mine$entry, exit = mine$exit)
    start <- starts$start[starts$set == set]
    fit <- tryCatch(etm(rows, as.character(states), tra, "cens", start), error = function(e) NULL)
    if (is.null(fit) || is.null(fit$time)) next
    for (from in states) for (to in states) {
        pair <- paste(from, to)
        say(paste("states", from), set, to, fit$time, "probability", fit$est[as.character(from), as.character(to), ])
        say(paste("states", from), set, to, fit$time, "variance", fit$cov[pair, pair, ])
    }
}
close(out)
