using System.Text;

namespace Fulcrum.Cli.Comparing;

/// <summary>Breaks sentences into lines at plain spaces alone; Spectre would also break at those that must not be broken.</summary>
internal static class LineBreaks
{
    /// <summary>The text in lines of at most <paramref name="width"/> characters, each after the indent; a longer word has a line of its own.</summary>
    public static string Insert(string text, int width, string indent = "")
    {
        var lines = new StringBuilder(indent);
        var column = indent.Length;
        foreach (var word in text.Split(' '))
        {
            if (column > indent.Length && column + 1 + word.Length > width)
            {
                lines.Append(Environment.NewLine).Append(indent);
                column = indent.Length;
            }
            else if (column > indent.Length)
            {
                lines.Append(' ');
                column++;
            }

            lines.Append(word);
            column += word.Length;
        }

        return lines.ToString();
    }
}
