namespace Fulcrum.Samples.Templates;

/// <summary>
/// What slots stand for: lines <c>name: one | two | three</c>, continued by indented lines that begin with <c>|</c>.
/// Values are templates themselves, with <c>#</c> for a random digit (not 0 at the start of a number).
/// </summary>
internal sealed class Vocabulary
{
    private readonly Dictionary<string, Template> _entries = new(StringComparer.Ordinal);

    /// <summary>Reads embedded files.</summary>
    public Vocabulary(params string[] files)
    {
        string name = "";
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string line in files.SelectMany(EmbeddedText.Lines).Where(line => line.Length > 0))
        {
            if (line[0] == ' ')
            {
                values[name] += line.TrimStart();
                continue;
            }

            int colon = line.IndexOf(':', StringComparison.Ordinal);
            name = line[..colon];
            values.Add(name, line[(colon + 1)..].Trim());
        }

        foreach ((string slot, string value) in values)
        {
            _entries[slot] = Template.OneOf([.. SplitTop(value).Select(Template.Parse)]);
        }
    }

    /// <summary>The template of <paramref name="slot"/>; <c>amount.2</c> is another draw of <c>amount</c>.</summary>
    /// <exception cref="FormatException">The slot is not in the vocabulary.</exception>
    public Template this[string slot] =>
        _entries.GetValueOrDefault(slot)
        ?? _entries.GetValueOrDefault(slot.TrimEnd("0123456789".ToCharArray()).TrimEnd('.'))
        ?? throw new FormatException($"The vocabulary has no '{slot}'.");

    /// <summary>Cuts at the <c>|</c> outside braces and drops the blanks around it.</summary>
    private static IEnumerable<string> SplitTop(string value)
    {
        int depth = 0, start = 0;
        for (int at = 0; at < value.Length; at++)
        {
            depth += value[at] switch { '{' => 1, '}' => -1, _ => 0 };
            if (depth == 0 && value[at] == '|')
            {
                yield return value[start..at].Trim(' ');
                start = at + 1;
            }
        }

        yield return value[start..].Trim(' ');
    }
}
