namespace Fulcrum.Models.Generation.Json.Languages;

/// <summary>
/// A regular set of byte strings that knows what may come next: its derivative by a byte is the set of what may follow it
/// (Brzozowski 1964). Equal sets that are written alike are one object (<see cref="LanguageAlgebra"/>), so a language is also a state of
/// an automaton that is built as far as it is walked. Not safe to use from several threads.
/// </summary>
internal abstract class RegularLanguage(int id, bool hasEmpty, int shortest)
{
    /// <summary>Of <see cref="Shortest"/> where there is no string at all, or where it is too long to count.</summary>
    public const int Endless = int.MaxValue;

    // Where there is a choice, the shortest string goes on with digits rather than with blanks.
    private const int FirstTried = '0';

    private RegularLanguage[]? _rests;
    private (byte Value, RegularLanguage Next)? _shortestStep;

    /// <summary>Its place in the order of its algebra.</summary>
    public int Id => id;

    /// <summary>Whether the empty string belongs to it, that is, whether one may end here.</summary>
    public bool HasEmpty => hasEmpty;

    /// <summary>Bytes of its shortest string.</summary>
    public virtual int Shortest => shortest;

    /// <summary>What may follow a byte.</summary>
    public RegularLanguage After(byte value) => (_rests ??= new RegularLanguage[256])[value] ??= Derive(value);

    /// <summary>The first byte of its shortest string, always the same of several, and what follows.</summary>
    public (byte Value, RegularLanguage Next) ShortestStep() => _shortestStep ??= Enumerable.Range(FirstTried, 256)
        .Select(value => ((byte)value, After((byte)value)))
        .First(step => step.Item2.Shortest == Shortest - 1);

    /// <summary>What may follow a byte, looked for the first time.</summary>
    protected abstract RegularLanguage Derive(byte value);

    /// <summary>A sum that stays <see cref="Endless"/>.</summary>
    protected static int Add(long first, long second) => (int)Math.Min(Endless, first + second);
}
