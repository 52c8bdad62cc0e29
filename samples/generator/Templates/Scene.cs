using System.Text;

namespace Fulcrum.Samples.Templates;

/// <summary>The choices of one text: a slot keeps its value, so that a person or a sum is the same wherever it is named.</summary>
internal sealed class Scene(Vocabulary vocabulary, SeededRandom random)
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    /// <summary>Where the choices come from.</summary>
    public SeededRandom Random => random;

    /// <summary>The value of a slot, chosen when it is first asked for.</summary>
    public string this[string slot]
    {
        get
        {
            if (slot.EndsWith(":lower", StringComparison.Ordinal))
            {
                return this[slot[..^6]].ToLowerInvariant();
            }

            if (!_values.TryGetValue(slot, out string? value))
            {
                value = _values[slot] = Digits(vocabulary[slot].Render(this));
            }

            return value;
        }

        set => _values[slot] = value;
    }

    private string Digits(string text)
    {
        var result = new StringBuilder(text);
        for (int at = 0; at < result.Length; at++)
        {
            if (result[at] == '#')
            {
                bool first = at == 0 || !char.IsAsciiDigit(result[at - 1]);
                result[at] = (char)(first ? '1' + random.Below(9) : '0' + random.Below(10));
            }
        }

        return result.ToString();
    }
}
