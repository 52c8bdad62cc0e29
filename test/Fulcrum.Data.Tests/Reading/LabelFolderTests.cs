using Fulcrum.Tests;

namespace Fulcrum.Data.Tests.Reading;

/// <summary>Symbolic links in a folder with a sub-folder per label.</summary>
public sealed class LabelFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public LabelFolderTests()
    {
        _folder.Write("set/ham/1.txt", "lunch");
        _folder.Write("set/spam/2.txt", "winner");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Links_that_lead_back_are_not_followed()
    {
        Link("set/spam/up", "..");
        Link("set/spam/self", ".");
        Link("set/spam/circle", "circle");
        Link("set/spam/root", "/");
        Link("set/spam/away", "missing");
        Link("set/ham/other", "../spam");
        Link("set/ham/copy.txt", "../spam/2.txt");

        var data = await LoadAsync();

        Assert.Equal([("ham/1.txt", "ham"), ("spam/2.txt", "spam")], data.Examples.Select(example => (example.Id, example.Labels)));
        Assert.Equal(
            [
                "3 links to what is read already not followed: ham/copy.txt, ham/other, spam/self.",
                "2 links to nothing left out: spam/away, spam/circle.",
                "2 links to a folder around the data not followed: spam/root, spam/up.",
            ],
            data.Notes);
    }

    [Fact]
    public async Task Loops_through_each_other_take_no_time()
    {
        _folder.Write("pool/3.txt", "far");
        for (var i = 0; i < 30; i++)
        {
            _folder.Write($"pool/{i}/4.txt", $"far {i}");
            Link($"pool/{i}/back", "..");
            Link($"set/spam/{i}", $"../../pool/{(i + 1) % 30}");
        }

        Link("set/spam/pool", "../../pool");
        Assert.Equal(33, (await LoadAsync()).Examples.Count);
    }

    [Fact]
    public async Task What_lies_elsewhere_is_read_once_where_the_first_link_stands()
    {
        _folder.Write("pool/3.txt", "far");
        _folder.Write("pool/deep/4.txt", "farther");
        Link("set/spam/a", "../../pool");
        Link("set/spam/b", "../../pool/deep");
        Link("set/ham/c.txt", "../../pool/3.txt");

        var data = await LoadAsync();

        Assert.Equal(["ham/1.txt", "ham/c.txt", "spam/2.txt", "spam/a/deep/4.txt"], data.Examples.Select(example => example.Id));
        Assert.Equal(["1 link to what is read already not followed: spam/b."], data.Notes);
    }

    [Fact]
    public async Task A_label_may_be_a_link()
    {
        _folder.Write("pool/3.txt", "far");
        Link("set/news", "../pool");
        Assert.Equal(["ham", "news", "spam"], (await LoadAsync()).Labels);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_read_is_refused()
    {
        Assert.SkipWhen(Environment.UserName == "root" || OperatingSystem.IsWindows(), "root may read everything");
        var locked = Path.Combine(_folder.Path, "set/spam");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(locked, UnixFileMode.None);
        try
        {
            var error = Assert.Single(await Load.ErrorsOf(Path.Combine(_folder.Path, "set")));
            Assert.Equal($"{locked}: The folder cannot be read: Access to the path '{locked}' is denied. Check that it exists and may be read.", error.ToString());
        }
        finally
        {
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(locked, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private Task<Dataset> LoadAsync() => Load.Path(Path.Combine(_folder.Path, "set"));

    private void Link(string path, string target) => File.CreateSymbolicLink(Path.Combine(_folder.Path, path), target);
}
