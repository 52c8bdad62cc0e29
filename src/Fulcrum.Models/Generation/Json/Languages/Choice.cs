namespace Fulcrum.Models.Generation.Json.Languages;

/// <summary>The strings of several languages.</summary>
internal sealed class Choice(LanguageAlgebra algebra, int id, RegularLanguage[] alternatives)
    : RegularLanguage(id, alternatives.Any(alternative => alternative.HasEmpty), alternatives.Min(alternative => alternative.Shortest))
{
    public IReadOnlyList<RegularLanguage> Alternatives => alternatives;

    protected override RegularLanguage Derive(byte value) => algebra.Choice([.. alternatives.Select(alternative => alternative.After(value))]);
}
