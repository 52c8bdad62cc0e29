using Fulcrum.Data;
using Fulcrum.Models.ChatTemplates;

namespace Fulcrum.Models.Tests.ChatTemplates;

/// <summary>What jinja2 with trim_blocks and lstrip_blocks gives for each template was worked out by its documentation.</summary>
public class ChatTemplateTests
{
    private static readonly Dictionary<string, string> SpecialTokens = new()
    {
        ["bos_token"] = "<s>", ["eos_token"] = "</s>", ["unk_token"] = "<unk>", ["pad_token"] = "<pad>", ["sep_token"] = "[SEP]",
    };

    [Theory]
    [InlineData("{{ 1 + 2 * 3 }} {{ 7 // 2 }} {{ -7 % 3 }} {{ 2 ** 3 }} {{ 1 / 2 }}", "7 3 2 8 0.5")]
    [InlineData("{{ 'a' ~ 1 ~ none ~ true }}", "a1NoneTrue")]
    [InlineData("{{ 'yes' if 1 < 2 < 3 else 'no' }}{{ 'x' if false }}", "yes")]
    [InlineData("{{ not true or 'b' in 'abc' and 3 not in [1, 2] }}", "True")]
    [InlineData("{{ [1, 'a', 2.0, none] }} {{ {'k': (1, 2)} }}", "[1, 'a', 2.0, None] {'k': (1, 2)}")]
    [InlineData("{{ 'abcdef'[1:-1] }} {{ [1, 2, 3][::-1] }} {{ 'abc'[-1] }}", "bcde [3, 2, 1] c")]
    [InlineData("{{ 'a\\n\\x41\\u00e9' }}", "a\nAé")]
    [InlineData("{{ missing }}|{{ missing is defined }}|{{ missing | default('d') }}|{{ '' | default('e', true) }}", "|False|d|e")]
    [InlineData("{{ -1 | abs }} {{ 5 is odd }} {{ 5 is not even }} {{ 'x' is string }}", "1 True True True")]
    [InlineData("{{ ' x '.strip() }}{{ 'a-b'.split('-') | join('+') }}{{ 'Ab'.upper() }}{{ 'ab'.startswith('a') }}", "xa+bABTrue")]
    [InlineData("{{ {'b': 1, 'a': [true, none]} | tojson }}", "{\"b\": 1, \"a\": [true, null]}")]
    [InlineData("{{ {'a': 1} | tojson(indent=2) }}", "{\n  \"a\": 1\n}")]
    [InlineData("{{ [3, 1, 2] | sort | join(',') }} {{ ['a', 'b'] | map('upper') | list }} {{ [1, 2, 3] | select('odd') | list | length }}", "1,2,3 ['A', 'B'] 2")]
    [InlineData("{{ messages | selectattr('role', 'equalto', 'user') | map(attribute='content') | first }}", "hello")]
    public void Expressions_follow_python(string template, string expected) => Assert.Equal(expected, Render(template));

    [Theory]
    [InlineData("{% for i in range(3) %}{{ loop.index }}{{ ',' if not loop.last }}{% endfor %}", "1,2,3")]
    [InlineData("{% for i in [] %}x{% else %}none{% endfor %}", "none")]
    [InlineData("{% for k, v in {'a': 1}.items() %}{{ k }}={{ v }}{% endfor %}", "a=1")]
    [InlineData("{% for i in range(9) if i % 2 %}{% if i == 5 %}{% break %}{% elif i == 1 %}{% continue %}{% endif %}{{ i }}{% endfor %}", "3")]
    [InlineData("{% set x = 1 %}{% for i in [1] %}{% set x = 2 %}{% endfor %}{{ x }}", "1")]
    [InlineData("{% set ns = namespace(n=0) %}{% for i in range(4) %}{% set ns.n = ns.n + i %}{% endfor %}{{ ns.n }}", "6")]
    [InlineData("{% macro m(a, b='!') %}<{{ a }}{{ b }}>{% endmacro %}{{ m('x') }}{{ m('y', b='?') }}", "<x!><y?>")]
    [InlineData("{% set t %}a{{ 1 }}{% endset %}{{ t }}{% generation %}g{% endgeneration %}", "a1g")]
    public void Blocks_run(string template, string expected) => Assert.Equal(expected, Render(template));

    [Theory]
    [InlineData("a\n  {% if true %}\nb\n  {% endif %}\nc\n", "a\nb\nc")]
    [InlineData("a  {%- if true -%}  b  {%- endif %} c", "ab c")]
    [InlineData("  {%+ if true %}x{% endif +%}\ny", "  x\ny")]
    [InlineData("{# note #}\nx {{- 1 -}} y", "x1y")]
    [InlineData("{{ 1 }}\nx", "1\nx")]
    [InlineData("a {% if true %}b{% endif %}", "a b")]
    public void White_space_around_blocks_is_cut(string template, string expected) => Assert.Equal(expected, Render(template));

    [Theory]
    [InlineData("{{ bos_token }}{{ messages[1].content }}{{ eos_token }}", "<s>hello</s>")]
    [InlineData("{{ pad_token }} {{ unk_token }} {{ sep_token }}", "<pad> <unk> [SEP]")]
    [InlineData("{{ messages[1].content + pad_token }}", "hello<pad>")]
    [InlineData("{{ cls_token is defined }} {{ mask_token }}|{{ mask_token | default('none') }}", "False |none")]
    [InlineData("{% set pad_token = eos_token %}{{ pad_token }}", "</s>")]
    public void Special_tokens_are_known_by_their_names_where_the_tokenizer_has_them(string template, string expected) => Assert.Equal(expected, Render(template));

    [Fact]
    public void The_date_is_the_one_given_in_its_own_time_zone() =>
        Assert.Equal("05 Mar 2024", Render("{{ strftime_now('%d %b %Y') }}"));

    [Theory]
    [InlineData("{{ x | shout }}", "the filter 'shout' is not supported", 1, 6)]
    [InlineData("a\n{% include 'b' %}", "The block 'include' is not supported here.", 2, 4)]
    [InlineData("{{ 1 is weird }}", "the test 'weird' is not supported", 1, 6)]
    [InlineData("{{ a.b }}", "'a' is undefined", 1, 5)]
    [InlineData("{{ f(1) }}", "'f' is undefined", 1, 5)]
    [InlineData("{% if true %}", "Expected elif or else or endif, found the end of the template.", 1, 14)]
    [InlineData("{{ 'open }}", "The string has no end.", 1, 4)]
    [InlineData("{{ 1 + }}", "Expected an expression, found the end of the tag.", 1, 8)]
    [InlineData("{{ 'a' + 1 }}", "a string and an integer cannot be added", 1, 8)]
    [InlineData("x {{ raise_exception('no') }}", "no", 1, 21)]
    public void Errors_tell_what_and_where(string template, string message, int line, int column)
    {
        var error = Assert.Single(Assert.Throws<InputException>(() => Render(template)).Errors);
        Assert.Equal((message, line, column), (error.Message, error.Line!.Value, error.Column!.Value));
    }

    private static string Render(string template) => Render(ChatTemplate.Parse(template));

    private static string Render(ChatTemplate template) =>
        template.Render([new("system", "be"), new("user", "hello")], addGenerationPrompt: true, SpecialTokens, new DateTimeOffset(2024, 3, 5, 23, 30, 0, TimeSpan.FromHours(-5)));
}
