using System.Globalization;
using System.Text;

namespace Fulcrum.Data.Unicode;

/// <summary>
/// Decompositions, compositions and combining classes of Unicode. Fulcrum runs without ICU (invariant globalization), where
/// <see cref="string.Normalize()"/> leaves its text unchanged, so the tables are its own.
/// </summary>
internal sealed class UnicodeTables
{
    private const int HangulBase = 0xAC00, LeadBase = 0x1100, VowelBase = 0x1161, TailBase = 0x11A7;
    private const int LeadCount = 19, VowelCount = 21, TailCount = 28, HangulCount = LeadCount * VowelCount * TailCount;
    private static readonly Lazy<UnicodeTables> Instance = new(() => new UnicodeTables());
    private readonly Dictionary<int, Rune[]> _canonical = [];
    private readonly Dictionary<int, Rune[]> _compatible = [];
    private readonly Dictionary<int, byte> _classes = [];
    private readonly Dictionary<(int First, int Second), Rune> _composites = [];

    private UnicodeTables()
    {
        using var stream = typeof(UnicodeTables).Assembly.GetManifestResourceStream(typeof(UnicodeTables), "UnicodeDecompositions.txt")!;
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
            if (!line.StartsWith('#')) Read(line);
    }

    public static UnicodeTables Shared => Instance.Value;

    public int CombiningClass(Rune rune) => _classes.GetValueOrDefault(rune.Value);

    /// <summary>Appends the full decomposition of <paramref name="rune"/>.</summary>
    public void Decompose(Rune rune, bool compatible, List<Rune> output)
    {
        var syllable = rune.Value - HangulBase;
        if (syllable is >= 0 and < HangulCount)
        {
            output.Add(new Rune(LeadBase + syllable / (VowelCount * TailCount)));
            output.Add(new Rune(VowelBase + syllable % (VowelCount * TailCount) / TailCount));
            if (syllable % TailCount > 0) output.Add(new Rune(TailBase + syllable % TailCount));
        }
        else if (_canonical.TryGetValue(rune.Value, out var parts) || compatible && _compatible.TryGetValue(rune.Value, out parts))
        {
            foreach (var part in parts) Decompose(part, compatible, output);
        }
        else
        {
            output.Add(rune);
        }
    }

    /// <summary>The primary composite of two runes, or null.</summary>
    public Rune? Compose(Rune first, Rune second)
    {
        var (lead, vowel) = (first.Value - LeadBase, second.Value - VowelBase);
        if (lead is >= 0 and < LeadCount && vowel is >= 0 and < VowelCount)
            return new Rune(HangulBase + (lead * VowelCount + vowel) * TailCount);
        var (syllable, tail) = (first.Value - HangulBase, second.Value - TailBase);
        if (syllable is >= 0 and < HangulCount && syllable % TailCount == 0 && tail is > 0 and < TailCount)
            return new Rune(first.Value + tail);
        return _composites.TryGetValue((first.Value, second.Value), out var composite) ? composite : null;
    }

    private void Read(string line)
    {
        var sign = line.IndexOfAny(['=', '-', '~', ':']);
        var rune = ParseRune(line[..sign]);
        if (line[sign] == ':')
        {
            _classes.Add(rune.Value, byte.Parse(line.AsSpan(sign + 1), CultureInfo.InvariantCulture));
            return;
        }

        var parts = line[(sign + 1)..].Split(' ').Select(ParseRune).ToArray();
        (line[sign] == '~' ? _compatible : _canonical).Add(rune.Value, parts);
        if (line[sign] == '=') _composites.Add((parts[0].Value, parts[1].Value), rune);
    }

    private static Rune ParseRune(string hex) => new(int.Parse(hex, NumberStyles.HexNumber, CultureInfo.InvariantCulture));
}
