namespace Fulcrum.Models.ChatTemplates.Jinja;

/// <summary>A tuple: a list that is written with parentheses and equals no list.</summary>
internal sealed class TupleValue(IEnumerable<object?> items) : List<object?>(items);
