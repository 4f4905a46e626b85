"""Why a plan is as it is, by what would be otherwise: ways in, next best fieldworkers, and what each rule costs."""
