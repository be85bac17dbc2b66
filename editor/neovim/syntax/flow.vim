" Written by `npm run generate` from grammar/tokens/keywords.ts.
if exists("b:current_syntax")
  finish
endif

syntax match flowKeyword "\.\@<!\<\(agent\|backpressure\|const\|contains\|div\|drop\|else\|every\|extern\|fail\|fails\|fn\|guarantees\|import\|let\|match\|maxRate\|maxRatePerPartition\|mod\|overrun\|param\|pii\|positional\|pub\|retries\|return\|route\|secret\|stream\|table\|test\|topic\|try\|type\|was\)\>\(\s*:\)\@!"
syntax match flowKeyword "^\s*\zs\(adds\|advance\|also\|atomic\|batches\|beginsAgain\|blocking\|bounded\|brings\|channel\|checks\|computes\|counts\|delivers\|distributed\|drops\|elementwise\|emits\|emitter\|encodes\|exclusive\|expect\|field\|fn\|for\|from\|given\|hides\|holds\|knowsBatches\|let\|loop\|loses\|narrows\|needs\|of\|operator\|options\|ordered\|parallel\|pieces\|prepares\|reader\|removes\|requires\|rereads\|resumes\|sink\|source\|stateful\|table\|topic\|transacts\|unless\|wholeEvents\|windowed\|writes\)\>\ze\s\+\S"
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
