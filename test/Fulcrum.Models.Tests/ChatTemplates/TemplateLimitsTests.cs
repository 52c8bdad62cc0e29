using System.Text;
using Fulcrum.Data;
using Fulcrum.Models.ChatTemplates;

namespace Fulcrum.Models.Tests.ChatTemplates;

/// <summary>Templates that would fill the stack, the memory or the time are refused; each would end the program without a limit.</summary>
public class TemplateLimitsTests
{
    private const string TooNested = "More than 100 brackets and blocks stand inside of each other.";
    private const string TooMuch = "the template makes more than 256 MB of text and lists";
    private const string TooLong = "the template takes more than 10,000,000 steps";

    /// <summary>What makes a long text, a long list and a mapping in a mapping by doubling or by rounds.</summary>
    private const string Doubled = "{% set ns = namespace(x='ab') %}{% for i in range(60) %}{% set ns.x = ns.x ~ ns.x %}{% endfor %}";

    [Theory]
    [InlineData("parentheses", "{{ ", "(", "1", ")", " }}")]
    [InlineData("lists", "{{ ", "[", "1", "]", " }}")]
    [InlineData("mappings", "{{ ", "{'a': ", "1", "}", " }}")]
    [InlineData("subscripts", "{{ a", "[a", "", "]", " }}")]
    [InlineData("calls", "{{ ", "f(", "1", ")", " }}")]
    [InlineData("arguments of filters", "{{ 1", "|default(1", "", ")", " }}")]
    [InlineData("arguments of tests", "{{ 1", " is eq(1", "", ")", " }}")]
    [InlineData("inline ifs", "{{ ", "1 if 0 else ", "1", "", " }}")]
    [InlineData("tuples", "{{ ", "(1, ", "1", ")", " }}")]
    [InlineData("ifs", "", "{% if 1 %}", "", "{% endif %}", "")]
    [InlineData("loops", "", "{% for i in [1] %}", "", "{% endfor %}", "")]
    [InlineData("captures", "", "{% set x %}", "", "{% endset %}", "")]
    [InlineData("macros", "", "{% macro m() %}", "", "{% endmacro %}", "")]
    public void What_is_nested_too_deep_is_refused(string what, string before, string open, string inner, string close, string after)
    {
        foreach (var tried in new[] { 150, 10_000, 90_000 })
        {
            var count = Math.Min(tried, 1_000_000 / (open.Length + close.Length));
            var template = before + Repeat(open, count) + inner + Repeat(close, count) + after;
            Assert.Equal((what, TooNested), (what, ErrorOf(template)));
        }

        var allowed = before + Repeat(open, 40) + inner + Repeat(close, 40) + after;
        Assert.DoesNotContain("inside of each other", ErrorOf(allowed) ?? "", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{{ 1", " + 1", " }}", "100001")]
    [InlineData("{{ 1", " - 1", " }}", "-99999")]
    [InlineData("{{ 1", " * 1", " }}", "1")]
    [InlineData("{{ 1", " ** 1", " }}", "1")]
    [InlineData("{{ ''", " ~ ''", " }}", "")]
    [InlineData("{{ 0", " or 0", " }}", "0")]
    [InlineData("{{ 1", " and 1", " }}", "1")]
    [InlineData("{{ 1", " == 1", " }}", "True")]
    [InlineData("{{ not", " not", " 1 }}", "False")]
    [InlineData("{{ -", " -", " 1 }}", "-1")]
    [InlineData("{{ ' a '", ".strip()", " }}", "a")]
    [InlineData("{{ 'a'", "[0]", " }}", "a")]
    [InlineData("{{ 'a'", "[:]", " }}", "a")]
    [InlineData("{{ 'a'", "|trim", " }}", "a")]
    [InlineData("{{ 1", " is defined", " }}", "Expected")]
    [InlineData("{{ 'a'", " 'a'", " }}", "aaa")]
    [InlineData("{% if 0 %}", "{% elif 0 %}", "{% else %}x{% endif %}", "x")]
    [InlineData("", "{# #}", "x", "x")]
    [InlineData("", "{{ 'a' }}", "", "aaa")]
    public void A_long_chain_is_only_long(string before, string link, string after, string begins)
    {
        var count = Math.Min(100_000, ((1 << 20) - 100) / link.Length);
        if (begins.StartsWith("10", StringComparison.Ordinal)) Assert.Equal(100_000, count);

        var template = before + Repeat(link, count) + after;
        var answer = ErrorOf(template) ?? Render(template);

        if (link == " is defined") Assert.Equal("Tests cannot be chained.", ErrorOf("{{ 1 is defined is defined }}"));
        else Assert.StartsWith(begins, answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "the call of the macro 'm' is nested more than 200 deep")]
    [InlineData("{% macro a() %}{{ b() }}{% endmacro %}{% macro b() %}{{ a() }}{% endmacro %}{{ a() }}", "the call of the macro 'a' is nested more than 200 deep")]
    [InlineData("{% macro m() %}{{ ((((((((((((((((((((((((((((((m())))))))))))))))))))))))))))))) }}{% endmacro %}{{ m() }}", "the call of the macro 'm' is nested more than 200 deep")]
    [InlineData("{% set ns = namespace(x=[]) %}{% for i in range(90000) %}{% set ns.x = [ns.x] %}{% endfor %}{{ ns.x }}", "the value is nested more than 200 deep")]
    [InlineData("{% set ns = namespace(x=[]) %}{% for i in range(90000) %}{% set ns.x = [ns.x] %}{% endfor %}{{ ns.x|tojson }}", "the value is nested more than 200 deep")]
    [InlineData("{% set ns = namespace(x={}) %}{% for i in range(90000) %}{% set ns.x = {'a': ns.x} %}{% endfor %}{{ ns.x }}", "the value is nested more than 200 deep")]
    [InlineData("{% set ns = namespace(x=[], y=[]) %}{% for i in range(90000) %}{% set ns.x = [ns.x] %}{% set ns.y = [ns.y] %}{% endfor %}{{ ns.x == ns.y }}", "the value is nested more than 200 deep")]
    public void What_would_fill_the_stack_at_run_time_is_refused(string template, string message) => Assert.Equal(message, ErrorOf(template));

    [Theory]
    [InlineData(Doubled + "{{ ns.x }}", TooMuch)]
    [InlineData("{% set ns = namespace(x=[1]) %}{% for i in range(60) %}{% set ns.x = ns.x + ns.x %}{% endfor %}", TooMuch)]
    [InlineData("{% set ns = namespace(x=[1]) %}{% for i in range(60) %}{% set ns.x = [ns.x, ns.x] %}{% endfor %}{{ ns.x }}", TooLong)]
    [InlineData("{% set ns = namespace(x=[1], y=[1]) %}{% for i in range(60) %}{% set ns.x = [ns.x, ns.x] %}{% set ns.y = [ns.y, ns.y] %}{% endfor %}{{ ns.x == ns.y }}", TooLong)]
    [InlineData("{{ 'ab' * 1000000000 }}", TooMuch)]
    [InlineData("{{ [1, 2] * 1000000000 }}", TooMuch)]
    [InlineData("{{ range(10 ** 9) }}", "the range has more than 100,000 elements")]
    [InlineData("{{ ('a' * 1000000) | replace('a', 'b' * 1000000) }}", TooMuch)]
    [InlineData("{{ ('a' * 1000000).replace('a', 'b' * 1000000, 999999) }}", TooMuch)]
    [InlineData("{{ ('b' * 1000000).join('a' * 1000000) }}", TooMuch)]
    [InlineData("{{ range(100000) | join('b' * 1000000) }}", TooMuch)]
    [InlineData("{{ ('\\n' * 1000000) | indent(1000000, blank=true) }}", TooMuch)]
    [InlineData("{{ range(100000) | list | tojson(indent=1000000) }}", TooMuch)]
    [InlineData("{{ range(100000) | list | tojson(separators=('a' * 1000000, ':')) }}", TooMuch)]
    [InlineData("{% set x = 'a' * 1000000 %}{% for i in range(100000) %}{{ x }}{% endfor %}", TooMuch)]
    [InlineData("{% set x = 'a' * 1000000 %}{% for i in range(100000) %}{% for c in x %}{% break %}{% endfor %}{% endfor %}", TooMuch)]
    [InlineData("{% set r = range(1000) %}{% for i in r %}{% for j in r %}{% for k in r %}{% endfor %}{% endfor %}{% endfor %}", TooLong)]
    [InlineData("{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(150) }}", TooLong)]
    [InlineData("{{ range(100000) | unique | list | length }}", TooLong)]
    [InlineData("{% set x = 'a' * 1000000 %}{% for i in range(100000) %}{{ (x ~ 'b').find('a' * 500000 ~ 'b') }}{% endfor %}", TooLong)]
    [InlineData("{% set x = 'a' * 1000000 %}{% for i in range(100000) %}{{ x[999999] }}{{ x[-1] }}{{ x | length }}{% endfor %}", TooLong)]
    public void What_would_fill_the_memory_or_the_time_is_refused(string template, string message) => Assert.Equal(message, ErrorOf(template));

    [Fact]
    public void A_template_that_is_too_long_is_refused_and_a_long_one_is_read_at_once()
    {
        Assert.Equal("The template has more than 1,048,576 characters.", ErrorOf(new string('a', (1 << 20) + 1)));
        Assert.Equal("word 'q' word 'q'", Render(Repeat("word {{ \"'q'\" }} ", 60_000))[..17]);
    }

    [Theory]
    [InlineData("{{ f(", "1, ", ") }}", "The call has more than 255 arguments.")]
    [InlineData("{% macro m(", "a", ") %}{% endmacro %}", "The macro has more than 255 parameters.")]
    public void Too_many_arguments_are_refused(string before, string argument, string after, string message) =>
        Assert.Equal(message, ErrorOf(before + string.Concat(Enumerable.Range(0, 300).Select(i => argument is "a" ? $"a{i}, " : argument)) + after));

    [Theory]
    [InlineData("{{ (-9223372036854775807 - 1) | abs }}", "the result is too large for an integer")]
    [InlineData("{{ -(-9223372036854775807 - 1) }}", "the result is too large for an integer")]
    [InlineData("{{ 'abc'[1::9223372036854775807] }}", null)]
    [InlineData("{{ [1, 2, 3][1::-9223372036854775807 - 1] }}", null)]
    public void Numbers_at_the_end_of_their_range_are_refused_or_counted_with(string template, string? message) => Assert.Equal(message, ErrorOf(template));

    [Fact]
    public void What_is_refused_names_the_template_with_its_line()
    {
        var error = Assert.Single(Assert.Throws<InputException>(() => ChatTemplate.Parse("a\n" + Repeat("{% if 1 %}", 200), "llama/chat_template.jinja")).Errors);
        Assert.Equal("llama/chat_template.jinja(2,997): " + TooNested, error.ToString());

        var template = ChatTemplate.Parse("a\n{{ 'ab' * 1000000000 }}", "model.gguf, tokenizer.chat_template");
        error = Assert.Single(Assert.Throws<InputException>(() => Render(template)).Errors);
        Assert.Equal("model.gguf, tokenizer.chat_template(2,9): " + TooMuch, error.ToString());
    }

    [Fact]
    public void One_rendering_after_another_has_the_whole_budget()
    {
        var template = ChatTemplate.Parse("{% for i in range(90000) %}{% for j in range(10) %}{{ j }}{% endfor %}{% endfor %}");
        var first = Render(template);
        for (var i = 0; i < 2; i++) Assert.Equal(first, Render(template));
    }

    private static string Repeat(string part, int count) => new StringBuilder().Insert(0, part, count).ToString();

    private static string? ErrorOf(string template)
    {
        try
        {
            Render(template);
            return null;
        }
        catch (InputException refused)
        {
            return Assert.Single(refused.Errors).Message;
        }
    }

    private static string Render(string template) => Render(ChatTemplate.Parse(template));

    private static string Render(ChatTemplate template) => template.Render([new("user", "hello")], addGenerationPrompt: true, new Dictionary<string, string>(), default);
}
