using System.Text.Json;
using Fulcrum.Data;
using Fulcrum.Models.ChatTemplates;
using Fulcrum.Tests;

namespace Fulcrum.Models.Tests.ChatTemplates;

/// <summary>
/// Templates beside what jinja2 made of them, in the environment that transformers gives it: test/fixtures/chat/README.md.
/// </summary>
public class JinjaComparisonTests
{
    /// <summary>What jinja2 renders and we refuse, each with what we say.</summary>
    private static readonly Dictionary<string, string> Refused = new(StringComparer.Ordinal)
    {
        ["{{ 'ab'.index('b') }}"] = "the string method 'index' is not supported",
        ["{{ 'ΑΣ'.lower() }}"] = "changing the case of 'Σ' is not supported",
        ["{{ [[1, 'b'], [1, 'a'], [0, 'c']] | sort(attribute='0,1') }}"] = "several attributes at once are not supported",
        ["{{ [1] | select(odd=1) | list }}"] = "the filter 'select' takes no named argument without a test",
        ["{{ 'ab' | replace('', '-') }}"] = "replace of an empty string is not supported",
        ["{{ 'ab'.replace('', '-') }}"] = "replace of an empty string is not supported",
        ["{{ 'a'.startswith('a', 0) }}"] = "the method 'startswith' takes 1 argument, not 2",
        ["{{ 'a b c'.rsplit(none, 1) }}"] = "rsplit at white space with a limit is not supported",
        ["{{ 'a,b,c'.rpartition(',') }}"] = "the string method 'rpartition' is not supported",
        ["{{ [1, 2] < [1, 3] }}"] = "a list and a list cannot be compared",
        ["{{ 1_000 }}"] = "Expected the end of the output, found '_000'.",
        ["{{ 0x1f }}"] = "Expected the end of the output, found 'x1f'.",
        ["{{ 0b11 }}"] = "Expected the end of the output, found 'b11'.",
        ["{{ 10000000000000000000000 }}"] = "The integer is too large.",
        ["{{ '\\N{BULLET}' }}"] = "Characters by name are not supported.",
        ["{{ {1: 2} }}"] = "a string is needed, not an integer",
        ["{{ {'a': 1}[:1] }}"] = "a mapping cannot be sliced",
        ["{{ none[1:] }}"] = "none cannot be sliced",
        ["{{ [1,2,3]['a':] }}"] = "an integer is needed, not a string",
        ["{{ [1, 2].index(2) }}"] = "the list method 'index' is not supported",
        ["{{ [1, 1].count(1) }}"] = "the list method 'count' is not supported",
        ["{{ '1'.isdigit() }}"] = "the string method 'isdigit' is not supported",
        ["{{ 'a1'.isalnum() }}"] = "the string method 'isalnum' is not supported",
        ["{{ 'ab'.isalpha() }}"] = "the string method 'isalpha' is not supported",
        ["{{ ' '.isspace() }}"] = "the string method 'isspace' is not supported",
        ["{{ ''.isdigit() }}"] = "the string method 'isdigit' is not supported",
        ["{{ 'Ab'.islower() }}"] = "the string method 'islower' is not supported",
        ["{{ 'ab'.isupper() }}"] = "the string method 'isupper' is not supported",
        ["{{ '7'.zfill(3) }}"] = "the string method 'zfill' is not supported",
        ["{{ 'a{}'.format(1) }}"] = "the string method 'format' is not supported",
        ["{{ '%s' % 1 }}"] = "formatting a string with % is not supported",
        ["{{ 'a'.center(5) }}"] = "the string method 'center' is not supported",
        ["{{ 'a'.swapcase() }}"] = "the string method 'swapcase' is not supported",
        ["{{ 'Abc'.casefold() }}"] = "the string method 'casefold' is not supported",
        ["{{ 'x' is filter }}"] = "the test 'filter' is not supported",
        ["{{ 'trim' is filter }}"] = "the test 'filter' is not supported",
        ["{% for i in 1, 2 %}{{ i }}{% endfor %}"] = "Expected the end of the block, found ','.",
        ["{% for i in [1, 2] recursive %}{{ i }}{% endfor %}"] = "Recursive loops are not supported.",
        ["{% set a, b = 1, 2 %}{{ a }}{{ b }}"] = "Setting several names at once is not supported.",
        ["{% set x | upper %}a{% endset %}{{ x }}"] = "Expected the end of the block, found '|'.",
        ["{% macro m(a) %}{{ varargs }}{% endmacro %}{{ m(1, 2) }}"] = "the macro 'm' takes 1 argument, not 2",
        ["{% raw %}{{ x }}{% endraw %}"] = "The block 'raw' is not supported here.",
        ["{% with %}{% endwith %}"] = "The block 'with' is not supported here.",
    };

    private static readonly Dictionary<string, string> SpecialTokens = new() { ["bos_token"] = "<s>", ["eos_token"] = "</s>" };

    private static readonly JsonElement[] Cases =
        [.. JsonDocument.Parse(File.ReadAllBytes(RepositoryFiles.Fixture("chat/jinja2.json"))).RootElement.GetProperty("cases").EnumerateArray()];

    [Fact]
    public void Every_template_renders_as_in_jinja2_or_is_refused()
    {
        var differences = new List<string>();
        foreach (var entry in Cases)
        {
            var template = entry.GetProperty("template").GetString()!;
            var (rendered, refusal) = Render(template);
            if (entry.TryGetProperty("error", out var error))
            {
                if (refusal is null) differences.Add($"{template} gives {rendered}, jinja2 says {error}");
            }
            else if (Refused.TryGetValue(template, out var reason))
            {
                if (refusal != reason) differences.Add($"{template} gives {rendered ?? refusal}, not '{reason}'");
            }
            else if (rendered != entry.GetProperty("rendered").GetString())
            {
                differences.Add($"{template} gives {rendered ?? refusal}, jinja2 {entry.GetProperty("rendered")}");
            }
        }

        Assert.True(differences.Count == 0, string.Join(Environment.NewLine, differences));
    }

    private static (string? Rendered, string? Refusal) Render(string template)
    {
        try
        {
            return (ChatTemplate.Parse(template).Render([new("system", "be"), new("user", "hello")], true, SpecialTokens, default), null);
        }
        catch (InputException e)
        {
            return (null, Assert.Single(e.Errors).Message);
        }
    }
}
