namespace Fulcrum.Models.ChatTemplates.Jinja;

/// <summary>
/// What <c>map</c>, <c>select</c> and their like give: elements that can be taken once, without a length or a place for each. It
/// counts as true even if it is empty, as in Jinja.
/// </summary>
internal sealed class Iterator
{
    private readonly Queue<object?> _rest;

    public Iterator(IEnumerable<object?> items)
    {
        _rest = new(items);
        RenderBudget.Elements(_rest.Count);
    }

    public IEnumerable<object?> Take()
    {
        while (_rest.TryDequeue(out var item)) yield return item;
    }
}
