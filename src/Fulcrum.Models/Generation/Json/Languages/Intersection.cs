namespace Fulcrum.Models.Generation.Json.Languages;

/// <summary>The strings that two languages share.</summary>
/// <remarks>That it has any cannot be told from the two: <see cref="LanguageAlgebra.Intersection"/> walks all that may follow and tells it.</remarks>
internal sealed class Intersection(LanguageAlgebra algebra, int id, RegularLanguage first, RegularLanguage second)
    : RegularLanguage(id, first.HasEmpty && second.HasEmpty, Endless)
{
    private int _shortest = Endless;

    public override int Shortest => _shortest;

    /// <summary>Is told how long the shortest of its strings is.</summary>
    public void Learn(int bytes) => _shortest = bytes;

    /// <summary>What may follow a byte, if anything can follow to the end.</summary>
    public RegularLanguage Follow(byte value) => algebra.Pair(first.After(value), second.After(value));

    protected override RegularLanguage Derive(byte value) => Follow(value) is { Shortest: < Endless } rest ? rest : algebra.Nothing;
}
