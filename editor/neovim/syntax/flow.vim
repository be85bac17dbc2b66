" Written by `npm run generate` from grammar/keywords.ts.
if exists("b:current_syntax")
  finish
endif

syntax match flowKeyword "\.\@<!\<\(agent\|const\|contains\|div\|drop\|else\|every\|extern\|fail\|fails\|fn\|guarantees\|import\|let\|match\|mod\|param\|positional\|pub\|retries\|return\|route\|secret\|stream\|test\|topic\|try\|type\)\>\(\s*:\)\@!"
syntax match flowKeyword "^\s*\zs\(adds\|advance\|also\|atomic\|batches\|bounded\|channel\|checks\|computes\|delivers\|drops\|emits\|encodes\|exclusive\|expect\|field\|fn\|for\|from\|given\|hides\|holds\|let\|loses\|narrows\|needs\|of\|operator\|options\|ordered\|parallel\|prepares\|removes\|requires\|sink\|source\|stateful\|topic\|transacts\|unless\)\>\ze\s\+\S"
syntax keyword flowType DStream Event Json Map bool bytes duration float int size string timestamp
syntax keyword flowConstant true false null
syntax match flowNumber "\<\d\(_\?\d\)*\(\.\d\+\)\?\(B\|GB\|GiB\|KB\|KiB\|MB\|MiB\|TB\|TiB\|d\|h\|m\|ms\|s\)\?\>"
syntax match flowNumber "@\d[0-9T:.Z+-]*"
syntax match flowOperator "->\|=>"
syntax region flowString start=+"+ skip=+\\.+ end=+"\|$+
syntax region flowString start=+`+ skip=+\\.+ end=+`+ contains=flowInserted
syntax region flowInserted matchgroup=flowOperator start=+${+ end=+}+ contained contains=TOP
syntax match flowComment "//.*$" contains=@Spell
syntax match flowDocumentation "///.*$" contains=@Spell
syntax region flowComment start="/\*" end="\*/" contains=@Spell

highlight default link flowKeyword Keyword
highlight default link flowType Type
highlight default link flowConstant Constant
highlight default link flowNumber Number
highlight default link flowOperator Operator
highlight default link flowString String
highlight default link flowComment Comment
highlight default link flowDocumentation SpecialComment

let b:current_syntax = "flow"
