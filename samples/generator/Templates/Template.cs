using System.Text;
using System.Text.RegularExpressions;

namespace Fulcrum.Samples.Templates;

/// <summary>
/// A text with alternatives <c>{today|tomorrow|}</c> and slots <c>{amount}</c>, nested at will; <c>\n</c> is a line break.
/// A slot may end in <c>:lower</c>. Alternatives that stand twice come twice as often.
/// </summary>
internal sealed partial class Template
{
    private readonly List<Func<Scene, string>> _pieces = [];

    private Template()
    {
    }

    /// <summary>A template that is one of <paramref name="alternatives"/> each time.</summary>
    public static Template OneOf(IReadOnlyList<Template> alternatives)
    {
        var template = new Template();
        template._pieces.Add(scene => scene.Random.Pick(alternatives).Render(scene));
        return template;
    }

    /// <summary>Reads a template.</summary>
    /// <exception cref="FormatException">The braces do not match.</exception>
    public static Template Parse(string text)
    {
        int position = 0;
        text = text.Replace("\\n", "\n", StringComparison.Ordinal);
        Template template = Sequence(text, ref position, nested: false);
        return position == text.Length ? template : throw new FormatException($"Unmatched '}}' at {position} in: {text}");
    }

    /// <summary>Fills the template with the choices and words of one scene, without the blanks that empty alternatives leave.</summary>
    public string Write(Scene scene) => SpareBlanks().Replace(Render(scene), "");

    /// <summary>Fills the template as it stands: for pieces of a longer text.</summary>
    public string Render(Scene scene) => string.Concat(_pieces.Select(piece => piece(scene)));

    private static Template Sequence(string text, ref int position, bool nested)
    {
        var template = new Template();
        var literal = new StringBuilder();
        while (position < text.Length && text[position] != '}' && !(nested && text[position] == '|'))
        {
            if (text[position] != '{')
            {
                literal.Append(text[position++]);
                continue;
            }

            template.AddLiteral(literal);
            template._pieces.Add(Braces(text, ref position).Render);
        }

        template.AddLiteral(literal);
        return template;
    }

    private static Template Braces(string text, ref int position)
    {
        int start = position + 1;
        var alternatives = new List<Template>();
        do
        {
            position++;
            alternatives.Add(Sequence(text, ref position, nested: true));
        }
        while (position < text.Length && text[position] == '|');

        if (position == text.Length)
        {
            throw new FormatException($"Unmatched '{{' at {start - 1} in: {text}");
        }

        string inside = text[start..position++];
        return alternatives.Count == 1 ? Slot(inside) : OneOf(alternatives);
    }

    private static Template Slot(string name)
    {
        var template = new Template();
        template._pieces.Add(scene => scene[name]);
        return template;
    }

    private void AddLiteral(StringBuilder literal)
    {
        if (literal.Length > 0)
        {
            string text = literal.ToString();
            _pieces.Add(_ => text);
            literal.Clear();
        }
    }

    [GeneratedRegex("^ +| +$| +(?=[ .,?!])", RegexOptions.Multiline)]
    private static partial Regex SpareBlanks();
}
