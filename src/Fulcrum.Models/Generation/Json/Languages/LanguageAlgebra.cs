using System.Text;

namespace Fulcrum.Models.Generation.Json.Languages;

/// <summary>Makes languages of languages, each only once, and in a normal form that keeps the number of derivatives finite.</summary>
internal sealed class LanguageAlgebra
{
    private readonly Dictionary<string, RegularLanguage> _made = new(StringComparer.Ordinal);
    private readonly bool[] _noBytes = new bool[256];

    public LanguageAlgebra()
    {
        Nothing = Once("nothing", id => new Constant(this, id, hasEmpty: false));
        Empty = Once("empty", id => new Constant(this, id, hasEmpty: true));
    }

    /// <summary>The language without a string.</summary>
    public RegularLanguage Nothing { get; }

    /// <summary>The language of the empty string alone.</summary>
    public RegularLanguage Empty { get; }

    /// <summary>One byte from <paramref name="first"/> to <paramref name="last"/>.</summary>
    public RegularLanguage Bytes(int first, int last)
    {
        var bytes = (bool[])_noBytes.Clone();
        for (var value = first; value <= last; value++) bytes[value] = true;
        return Bytes(bytes);
    }

    /// <summary>The UTF-8 of a text.</summary>
    public RegularLanguage Text(string text) => Sequence([.. Encoding.UTF8.GetBytes(text).Select(value => Bytes(value, value))]);

    /// <summary>One string of each after another.</summary>
    public RegularLanguage Sequence(params ReadOnlySpan<RegularLanguage> parts)
    {
        var sequence = Empty;
        for (var i = parts.Length - 1; i >= 0; i--) sequence = Sequence(parts[i], sequence);
        return sequence;
    }

    /// <summary>A string of one after a string of the other.</summary>
    public RegularLanguage Sequence(RegularLanguage first, RegularLanguage second)
    {
        if (first == Nothing || second == Nothing) return Nothing;
        if (first == Empty) return second;
        if (second == Empty) return first;
        if (first is Sequence) return Append(first, second);
        return Once($"{first.Id}.{second.Id}", id => new Sequence(this, id, first, second));
    }

    /// <summary>A string of a chain and one after it: from the end, in a loop, as a text of the schema is a chain of its length.</summary>
    private RegularLanguage Append(RegularLanguage chain, RegularLanguage end)
    {
        var parts = new List<RegularLanguage>();
        for (; chain is Sequence sequence; chain = sequence.Second) parts.Add(sequence.First);
        var whole = Sequence(chain, end);
        for (var i = parts.Count - 1; i >= 0; i--) whole = Sequence(parts[i], whole);
        return whole;
    }

    /// <summary>The strings of a language, and the empty one.</summary>
    public RegularLanguage Optional(RegularLanguage language) => Choice(Empty, language);

    /// <summary>A string of any.</summary>
    public RegularLanguage Choice(params ReadOnlySpan<RegularLanguage> alternatives)
    {
        var flat = new SortedDictionary<int, RegularLanguage>();
        var bytes = (bool[])_noBytes.Clone();
        foreach (var alternative in alternatives)
        {
            foreach (var language in alternative is Choice choice ? choice.Alternatives : [alternative])
            {
                if (language is ByteSet set) Union(bytes, set);
                else if (language != Nothing) flat[language.Id] = language;
            }
        }

        if (bytes.Contains(true) && Bytes(bytes) is var union) flat[union.Id] = union;
        return flat.Count switch
        {
            0 => Nothing,
            1 => flat.Values.First(),
            _ => Once(string.Join('|', flat.Keys), id => new Choice(this, id, [.. flat.Values])),
        };
    }

    /// <summary>From <paramref name="least"/> to <paramref name="most"/> strings of one language; null for as many as one likes.</summary>
    public RegularLanguage Repeat(RegularLanguage item, int least, int? most)
    {
        if (most == 0 || item == Empty) return Empty;
        if (item == Nothing) return least == 0 ? Empty : Nothing;
        return least == 1 && most == 1 ? item : Once($"{item.Id}{{{least},{most}}}", id => new Repetition(this, id, item, least, most));
    }

    /// <summary>The strings that belong to both. Walks all that may follow, to know which ways lead to an end.</summary>
    /// <exception cref="NotSupportedException">There are too many states.</exception>
    public RegularLanguage Intersection(RegularLanguage first, RegularLanguage second)
    {
        if (Pair(first, second) is not Intersection whole) return Nothing;
        var before = new Dictionary<Intersection, List<Intersection>> { [whole] = [] };
        var walk = new Queue<Intersection>([whole]);
        while (walk.TryDequeue(out var state))
        {
            foreach (var next in Enumerable.Range(0, 256).Select(value => state.Follow((byte)value)).OfType<Intersection>().Distinct())
            {
                if (before.TryAdd(next, [])) walk.Enqueue(next);
                before[next].Add(state);
                if (before.Count > SchemaLimits.States) throw new NotSupportedException("too many states");
            }
        }

        foreach (var state in before.Keys)
        {
            state.Learn(state.HasEmpty ? 0 : RegularLanguage.Endless);
            if (state.HasEmpty) walk.Enqueue(state);
        }

        while (walk.TryDequeue(out var state))
        {
            foreach (var earlier in before[state].Where(earlier => earlier.Shortest == RegularLanguage.Endless))
            {
                earlier.Learn(state.Shortest + 1);
                walk.Enqueue(earlier);
            }
        }

        return whole.Shortest < RegularLanguage.Endless ? whole : Nothing;
    }

    /// <summary>The strings that belong to both, which may be none.</summary>
    internal RegularLanguage Pair(RegularLanguage first, RegularLanguage second) =>
        first == Nothing || second == Nothing ? Nothing : Once($"{first.Id}&{second.Id}", id => new Intersection(this, id, first, second));

    private RegularLanguage Bytes(bool[] bytes) =>
        Once(string.Concat(bytes.Select(isIn => isIn ? '1' : '0')), id => new ByteSet(this, id, bytes));

    private static void Union(bool[] bytes, ByteSet set)
    {
        for (var value = 0; value < bytes.Length; value++) bytes[value] |= set.Bytes[value];
    }

    private RegularLanguage Once(string key, Func<int, RegularLanguage> make)
    {
        if (!_made.TryGetValue(key, out var language)) _made[key] = language = make(_made.Count);
        return language;
    }
}
