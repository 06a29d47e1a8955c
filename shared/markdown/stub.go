package markdown

type Hosts []string
type Filter struct{ emit func(string) error }

func NewFilter(_ Hosts, emit func(string) error) *Filter { return &Filter{emit} }
func (f *Filter) Write(s string) error                  { return f.emit(s) }
func (f *Filter) Close() error                          { return nil }
