using Fulcrum.Ladder.Execution;
using Fulcrum.Ladder.Tests.Runs;
using Fulcrum.Tests;

namespace Fulcrum.Ladder.Tests.Execution;

public sealed class RunDataReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly RunDataReader _reader = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_next_trial_of_a_run_gets_what_was_read_for_the_last()
    {
        var run = TestRun.Create(Path.Combine(_folder.Path, "one"));

        Assert.Same(_reader.Read(run), _reader.Read(new(run.Root)));
    }

    [Fact]
    public void Another_run_is_read()
    {
        var (one, two) = (TestRun.Create(Path.Combine(_folder.Path, "one")), TestRun.Create(Path.Combine(_folder.Path, "two")));
        var first = _reader.Read(one);

        Assert.NotSame(first, _reader.Read(two));
        Assert.NotSame(first, _reader.Read(one));
    }

    [Fact]
    public void A_run_whose_files_have_changed_is_read_again()
    {
        var run = TestRun.Create(_folder.Path);
        var before = _reader.Read(run).Split.Test[0].Text;
        var file = Path.Combine(run.Root, "examples.jsonl");
        File.WriteAllText(file, File.ReadAllText(file).Replace(before.Replace("\n", "\\n", StringComparison.Ordinal), "another text", StringComparison.Ordinal));

        Assert.Equal("another text", _reader.Read(run).Split.Test[0].Text);
    }
}
