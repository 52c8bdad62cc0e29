using System.Globalization;
using System.Text;

namespace Fulcrum.Cli.Tests;

/// <summary>Small data that a classifier can learn.</summary>
internal static class MadeUpData
{
    private static readonly string[] Fruit = ["apple", "pear", "plum", "cherry", "quince", "grape"];
    private static readonly string[] Tools = ["hammer", "saw", "drill", "plane", "chisel", "file"];

    /// <summary>Rows about fruit or tools as CSV with a head.</summary>
    public static string Csv(int rows)
    {
        var random = new Random(1);
        var csv = new StringBuilder("id,text,label\n");
        for (var row = 0; row < rows; row++)
        {
            var words = row % 2 == 0 ? Fruit : Tools;
            var text = string.Join(' ', Enumerable.Range(0, 8).Select(_ => words[random.Next(words.Length)] + " " + Serial(random)));
            csv.Append(CultureInfo.InvariantCulture, $"r{row},{text},{(row % 2 == 0 ? "fruit" : "tools")}\n");
        }

        return csv.ToString();
    }

    // Letters, so that rows are no near-duplicates once digits are taken for alike.
    private static string Serial(Random random) => string.Concat(Enumerable.Range(0, 5).Select(_ => (char)('a' + random.Next(26))));
}
