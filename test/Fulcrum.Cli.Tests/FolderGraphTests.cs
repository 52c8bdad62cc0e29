namespace Fulcrum.Cli.Tests;

public sealed class FolderGraphTests
{
    [Fact]
    public void Folders_that_need_each_other_are_named_also_where_others_stand_between()
    {
        var graph = new FolderGraph(
        [
            ("A", "using X.B;\nnamespace X.A;"),
            ("B", "using static X.C.Helper;\nnamespace X.B;"),
            ("C", "global using X.A;\n\nnamespace X.C;\n// using X.D;"),
            ("D", "@using X.A\n"),
            ("E", "using System.Text;\nusing X.A;\nnamespace X.E;"),
        ]);
        Assert.Equal(["A <-> B", "A <-> C", "B <-> C"], graph.Circles());
    }

    [Fact]
    public void Folders_on_top_of_each_other_are_none()
    {
        var graph = new FolderGraph([(".", "using X.A;\nnamespace X;"), ("A", "using X.A.B;\nnamespace X.A;"), ("A/B", "namespace X.A.B;")]);
        Assert.Empty(graph.Circles());
    }
}
