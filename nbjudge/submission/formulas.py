"""The commands that a student's formula may use: a list of commands that only draw.

MathJax also has commands that make links, load extensions, change the page, or define commands.
"""

import re

from IPython.core.latex_symbols import latex_symbols

# Symbols and accents come from IPython's list; these commands build formulas.
_BUILT_WITH = """
    begin end left right middle big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr Biggl Biggr
    frac dfrac tfrac cfrac binom dbinom tbinom sqrt root over choose atop stackrel overset underset
    overline underline overbrace underbrace overrightarrow overleftarrow widehat widetilde boxed
    xrightarrow xleftarrow substack limits nolimits displaystyle textstyle scriptstyle
    text textbf textit textrm textsf texttt mathrm mathbf mathit mathsf mathtt mathcal mathbb
    mathfrak mathscr boldsymbol bm pmb bf it rm sf tt cal operatorname mathop mathbin mathrel
    mathord quad qquad hspace phantom hphantom vphantom smash hline cline tag notag nonumber
    color textcolor not mod bmod pmod pod lvert rvert lVert rVert vert Vert langle rangle
    lbrace rbrace lceil rceil lfloor rfloor dots cdots ldots vdots ddots dotsc dotsb to gets
    mid iff implies impliedby land lor lnot neg ne le ge colon prime backslash
    arccos arcsin arctan arg cos cosh cot coth csc deg det dim exp gcd hom inf injlim ker lg lim
    liminf limsup ln log max min Pr projlim sec sin sinh sup tan tanh argmax argmin
    cdot times div pm mp ast star circ bullet odot otimes oplus ominus wedge vee cap cup setminus
    sum prod coprod int iint iiint oint partial nabla infty hbar ell Re Im wp emptyset varnothing
    leq geq leqslant geqslant ll gg equiv approx sim simeq cong propto neq in notin ni subset
    subseteq supset supseteq forall exists perp parallel angle triangle top bot prec succ
    rightarrow leftarrow Rightarrow Leftarrow leftrightarrow Leftrightarrow longrightarrow
    longleftarrow mapsto longmapsto uparrow downarrow nearrow searrow hookrightarrow
    alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi
    pi varpi rho varrho sigma varsigma tau upsilon phi varphi chi psi omega Gamma Delta Theta
    Lambda Xi Pi Sigma Upsilon Phi Psi Omega hat bar vec dot ddot tilde check breve acute grave
""".split()
_SAFE = {*_BUILT_WITH, *(name[1:] for name in latex_symbols if name[1:].isalpha())}
_CODE_OR_COMMAND = re.compile(r"<(pre|code)\b.*?</\1>|\\([A-Za-z]+)", re.DOTALL)


def harmless_formulas(html: str) -> str:
    r"""Well-formed HTML with only safe commands in its text; code stays as it is.

    A space after the backslash disables a command. Removing the backslash would not: it would turn
    `\\href` into `\href`.
    """
    return _CODE_OR_COMMAND.sub(_harmless, html)


def _harmless(found: re.Match[str]) -> str:
    name = found[2]
    return found[0] if name is None or name in _SAFE else f"\\ {name}"
