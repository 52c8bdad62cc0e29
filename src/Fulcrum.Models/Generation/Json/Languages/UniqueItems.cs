namespace Fulcrum.Models.Generation.Json.Languages;

/// <summary>
/// The rest of a list from one of its items on, where each item may come once, in any order. What may follow an item is made when
/// the item is reached: all orders at once would be more than fit into memory.
/// </summary>
/// <param name="algebra">Makes what follows.</param>
/// <param name="id">Its id.</param>
/// <param name="items">What may still come, each once; at least one.</param>
/// <param name="least">How many have to come, at least 1 and at most as many as there are.</param>
/// <param name="most">How many may come, at least <paramref name="least"/>.</param>
/// <param name="separator">What stands between two items.</param>
internal sealed class UniqueItems(LanguageAlgebra algebra, int id, RegularLanguage[] items, int least, int most, RegularLanguage separator)
    : RegularLanguage(id, hasEmpty: false, items.Select(item => item.Shortest).Order().Take(least).Aggregate((least - 1) * separator.Shortest, (sum, item) => Add(sum, item)))
{
    protected override RegularLanguage Derive(byte value)
    {
        var begun = new List<RegularLanguage>();
        foreach (var item in items)
        {
            if (item.After(value) is not { Shortest: < Endless } rest) continue;
            begun.Add(algebra.Sequence(rest, algebra.AfterUniqueItem([.. items.Where(other => other != item)], least - 1, most - 1, separator)));
        }

        return algebra.Choice([.. begun]);
    }
}
