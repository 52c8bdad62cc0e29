namespace Fulcrum.Models.Generation.Json.Languages;

/// <summary>What follows an item of <see cref="UniqueItems"/>: nothing, or the separator and a further item.</summary>
/// <param name="algebra">Makes what follows.</param>
/// <param name="id">Its id.</param>
/// <param name="items">What may still come, each once; at least one.</param>
/// <param name="least">How many have to come.</param>
/// <param name="most">How many may come, at least 1.</param>
/// <param name="separator">What stands between two items.</param>
internal sealed class AfterUniqueItem(LanguageAlgebra algebra, int id, RegularLanguage[] items, int least, int most, RegularLanguage separator)
    : RegularLanguage(id, least == 0, least == 0 ? 0 : items.Select(item => item.Shortest).Order().Take(least).Aggregate(least * separator.Shortest, (sum, item) => Add(sum, item)))
{
    protected override RegularLanguage Derive(byte value) =>
        algebra.Sequence(separator.After(value), algebra.UniqueItems(items, Math.Max(1, least), most, separator));
}
