using Fulcrum.Data;
using Fulcrum.Data.Labels;
using Fulcrum.Data.Splitting;
using Fulcrum.Ladder.LabelErrors;
using Fulcrum.Ladder.Trials;
using Fulcrum.Tests;

namespace Fulcrum.Ladder.Tests.LabelErrors;

public sealed class LabelErrorFileTests : IDisposable
{
    private static readonly Example Row = new("t-1", "Win, \"now\"!", "ham");
    private static readonly LabelRules Rules = new(["ham", "spam"]);
    private static readonly DataSplit Split = new() { Train = [], Dev = [], Test = [Row], Labels = ["ham", "spam"], Seed = 1 };
    private static readonly LabelError Error = new(DatasetPart.Test, Row, "spam", 0.9, 0.1, new Dictionary<string, Prediction>());
    private static readonly Dictionary<string, LabelSet> Nothing = [];

    private readonly TemporaryFolder _folder = new();

    private string Path => System.IO.Path.Combine(_folder.Path, "label-errors.csv");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void It_has_a_row_per_error_and_an_empty_column_to_fill_in()
    {
        Assert.True(Write(Nothing, Error));

        Assert.Equal("id,part,text,label,suggested,corrected\nt-1,test,\"Win, \"\"now\"\"!\",ham,spam,\n", File.ReadAllText(Path));
    }

    [Fact]
    public void It_is_deleted_where_no_row_is_in_doubt()
    {
        Write(Nothing, Error);

        Assert.True(Write(Nothing));

        Assert.False(File.Exists(Path));
    }

    [Fact]
    public void What_somebody_wrote_into_it_stays_until_it_is_in_effect()
    {
        Write(Nothing, Error);
        var corrected = File.ReadAllText(Path).Replace("spam,\n", "spam,spam\n", StringComparison.Ordinal);
        File.WriteAllText(Path, corrected);

        Assert.False(Write(Nothing, Error));
        Assert.Equal(corrected, File.ReadAllText(Path));

        Assert.True(Write(new Dictionary<string, LabelSet> { ["t-1"] = "spam" }));
        Assert.False(File.Exists(Path));
    }

    [Fact]
    public void A_file_that_somebody_is_at_work_on_stays()
    {
        File.WriteAllText(Path, "id,corrected\nt-1,spm\n");

        Assert.False(Write(Nothing, Error));
    }

    private bool Write(Dictionary<string, LabelSet> inEffect, params LabelError[] errors) => LabelErrorFile.Write(Path, errors, Rules, Split, inEffect);
}
