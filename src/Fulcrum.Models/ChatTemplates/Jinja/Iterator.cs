namespace Fulcrum.Models.ChatTemplates.Jinja;

/// <summary>
/// What <c>map</c>, <c>select</c> and their like give: elements that can be taken once, without a length or a place for each. It
/// counts as true even if it is empty, as in Jinja.
/// </summary>
internal sealed class Iterator(IEnumerable<object?> items)
{
    private readonly Queue<object?> _rest = new(items);

    public IEnumerable<object?> Take()
    {
        while (_rest.TryDequeue(out var item)) yield return item;
    }
}
