namespace Fulcrum.Models.ChatTemplates.Jinja;

/// <summary>What <c>range()</c> and the methods of a mapping give: it is looped over like a list and has its length, but is none.</summary>
/// <param name="Name">Python's name of the type.</param>
/// <param name="Items">The elements.</param>
/// <param name="Text">How Python writes it.</param>
internal sealed record View(string Name, List<object?> Items, string Text)
{
    public const string Range = "range";

    public static View Of(string name, IEnumerable<object?> items)
    {
        List<object?> list = [.. items];
        return new(name, list, $"{name}({Values.Write(list)})");
    }
}
