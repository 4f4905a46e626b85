"""The few rules of style that the theme in ``.streamlit/config.toml`` cannot state."""

from __future__ import annotations

import streamlit as st

_STYLE = """
<style>
  [data-testid="stMainBlockContainer"] {padding: 2.6rem 2.2rem 4rem; max-width: 1500px;}
  [data-testid="stSidebar"] [data-testid="stPageLink-NavLink"] {padding: .4rem .6rem;}
  h1 {padding-bottom: .2rem !important;}
  [data-testid="stMetric"] {padding: .1rem 0;}
  [data-testid="stMetricValue"] {line-height: 1.2;}
  :is([data-testid="stMetricLabel"], [data-testid="stCheckbox"]) p {white-space: normal;}
  [data-testid="stCustomComponentV1"] {border-radius: .5rem;}
  .wr-skip {background: #0b6661; color: #fff; left: .5rem; padding: .5rem .8rem; position: fixed; top: -4rem; z-index: 1000000;}
  .wr-skip:focus {top: .5rem;}
  [data-testid="stMain"]:focus {outline: none;}
  .wr-banner {background: #fdf3d8; border-left: 4px solid #c98a00; border-radius: .4rem; color: #4a3600;
    font-size: .92rem; line-height: 1.45; margin: 0 0 .3rem; padding: .5rem .8rem;}
  .wr-lead {color: #44524f; font-size: 1.06rem; line-height: 1.5; margin: 0; max-width: 46rem;}
  .wr-lines {margin: 0;}
  .wr-line {border-bottom: 1px solid #e3ebe9; line-height: 1.45; margin: 0; padding: .4rem 0;}
  .wr-line i {color: #44524f; font-style: normal;}
  .wr-count {display: flex; gap: .8rem; justify-content: space-between;}
  .wr-bar {background: #e3ebe9; border-radius: 3px; height: 6px; margin-top: .3rem;}
  .wr-bar span {background: #0b6661; border-radius: 3px; display: block; height: 6px; min-width: 3px;}
  .wr-figures {border-collapse: collapse; width: 100%;}
  .wr-figures th, .wr-figures td {border-bottom: 1px solid #e3ebe9; line-height: 1.35; padding: .35rem .5rem .35rem 0;}
  .wr-figures th {font-weight: 600; text-align: left;}
  .wr-figures thead th {color: #44524f; font-size: .88rem; font-weight: 500;}
  .wr-figures td, .wr-figures thead th:not(:first-child) {text-align: right;}
  .wr-figures:not(.wr-wide) td {white-space: nowrap;}
  .wr-figures.wr-wide td, .wr-figures.wr-wide thead th:not(:first-child) {text-align: left;}
  [class*="st-key-phone_"] {display: none !important;}
  [class*="st-key-noted_"] {flex-wrap: nowrap !important;}
  @media (max-width: 640px) {
    [data-testid="stMainBlockContainer"] {padding: 4.4rem .9rem 4rem;}
    [class*="st-key-pairs_"] [data-testid="stColumn"] {
      flex: 1 1 calc(50% - 1rem); min-width: calc(50% - 1rem); width: calc(50% - 1rem);}
    [data-testid="stCustomComponentV1"] {height: 23rem !important;}
    .wr-figures:not(.wr-wide) {font-size: .86rem;}
    .wr-figures:not(.wr-wide) th, .wr-figures:not(.wr-wide) td {padding-right: .25rem;}
    .wr-figures:not(.wr-wide) :is(th, td):last-child {padding-right: 0;}
    .wr-wide thead {display: none;}
    .wr-wide tr, .wr-wide th, .wr-wide td {border: 0; display: block;}
    .wr-wide tr {border-bottom: 1px solid #e3ebe9; padding: .4rem 0;}
    .wr-wide td::before {color: #44524f; content: attr(data-head) ": ";}
    [class*="st-key-phone_"] {display: flex !important;}
    [class*="st-key-desk_"] {display: none !important;}
    [data-testid="stButton"] button p, [data-testid="stDownloadButton"] button p {white-space: normal;}
    h1 {font-size: 1.5rem !important;}
    h2 {font-size: 1.2rem !important;}
    button {min-height: 2.75rem;}
  }
</style>
"""


def dress() -> None:
    """Put the style on the page."""
    st.html(_STYLE)
