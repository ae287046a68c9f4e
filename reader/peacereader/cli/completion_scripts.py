"""The scripts by which bash, zsh and fish complete commands of peacereader.

Each asks the program, by the variable `_PEACEREADER_COMPLETE`. Its answer is a line that says what follows: `values`,
`open` (values after which no space belongs), `files` or `folders`, which the shell completes itself; then a line for
each value, with its help after a tab. Bash gets values quoted as they must stand; the others quote them themselves.
"""

from __future__ import annotations

from types import MappingProxyType

_BASH = r"""
_peacereader() {
    local kind value IFS=$' \t\n'
    COMPREPLY=()
    {
        IFS= read -r kind
        case $kind in
            files) compopt -o default 2>/dev/null ;;
            folders) compopt -o dirnames 2>/dev/null ;;
            open) compopt -o nospace 2>/dev/null ;;
        esac
        while IFS= read -r value; do COMPREPLY+=("$value"); done
    } < <(_PEACEREADER_COMPLETE=bash_complete "${1/#\~/$HOME}" \
        "${COMP_LINE:0:COMP_POINT}" "$COMP_WORDBREAKS" 2>/dev/null)
}
complete -F _peacereader peacereader
"""

_ZSH = r"""#compdef peacereader
_peacereader() {
    local kind line value
    local -a values shown lines
    lines=("${(@f)$(_PEACEREADER_COMPLETE=zsh_complete "${${(Q)words[1]}/#\~/$HOME}" \
        "${(j: :)words[1,CURRENT-1]} $QIPREFIX$PREFIX" 2>/dev/null)}")
    kind=$lines[1]
    case $kind in
        files) _files; return ;;
        folders) _files -/; return ;;
    esac
    for line in "${(@)lines[2,-1]}"; do
        value=${line%%$'\t'*}
        [[ -n $value ]] || continue
        values+=("$value")
        if [[ $line == *$'\t'?* ]]; then shown+=("$value  -- ${line#*$'\t'}"); else shown+=("$value"); fi
    done
    (( $#values )) || return 1
    local -a how
    [[ $kind == open ]] && how=(-S '')
    [[ $lines[2] == *$'\t'?* ]] && how+=(-l)
    compadd -U "${how[@]}" -d shown -a values
}
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
    _peacereader "$@"
else
    (( $+functions[compdef] )) || { autoload -Uz compinit && compinit; }
    compdef _peacereader peacereader
fi
"""

_FISH = r"""function __peacereader_complete
    set -l program (string replace -r '^~' $HOME -- (commandline -opc)[1])
    set -l lines (_PEACEREADER_COMPLETE=fish_complete $program (commandline -cp | string collect) 2>/dev/null)
    switch "$lines[1]"
        case files
            complete -C "'' "(commandline -ct)
        case folders
            complete -C "'' "(commandline -ct) | string match -r '.*/(?:\t.*)?$'
        case '*'
            string join \n -- $lines[2..-1]
    end
end
complete -c peacereader -f -a '(__peacereader_complete)'
"""

SCRIPTS = MappingProxyType({"bash": _BASH.lstrip(), "zsh": _ZSH, "fish": _FISH})
"""The script of each shell, by the shell's name."""
