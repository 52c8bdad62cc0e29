namespace Fulcrum.Models.Generation.Json.Languages;

/// <summary>So many strings of a language one after another.</summary>
/// <param name="algebra">Makes the languages of what may follow.</param>
/// <param name="id">The number by which the algebra knows it.</param>
/// <param name="item">What is repeated.</param>
/// <param name="least">How often at least.</param>
/// <param name="most">How often at most; null for as often as one likes.</param>
internal sealed class Repetition(LanguageAlgebra algebra, int id, RegularLanguage item, int least, int? most)
    : RegularLanguage(id, least == 0 || item.HasEmpty, Add((long)item.Shortest * least, 0))
{
    protected override RegularLanguage Derive(byte value) =>
        algebra.Sequence(item.After(value), algebra.Repeat(item, Math.Max(0, least - 1), most - 1));
}
