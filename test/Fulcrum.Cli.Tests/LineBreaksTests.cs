using CsCheck;
using Fulcrum.Cli.Comparing;

namespace Fulcrum.Cli.Tests;

public sealed class LineBreaksTests
{
    [Fact]
    public void Lines_are_broken_at_plain_spaces_and_never_between_a_figure_and_its_unit() =>
        Assert.Equal(
            ["  ahead by", "  3.1\u00a0points", "  (p\u202f<\u202f.001)"],
            LineBreaks.Insert("ahead by 3.1\u00a0points (p\u202f<\u202f.001)", 15, "  ").Split(Environment.NewLine));

    [Fact]
    public void Every_line_fits_and_no_word_is_lost() =>
        Gen.Select(Gen.String[Gen.Char['a', 'e'], 1, 9].Array[1, 30], Gen.Int[9, 40]).Sample((words, width) =>
        {
            var lines = LineBreaks.Insert(string.Join(' ', words), width).Split(Environment.NewLine);
            return lines.All(line => line.Length <= width) && lines.SelectMany(line => line.Split(' ')).SequenceEqual(words);
        });
}
