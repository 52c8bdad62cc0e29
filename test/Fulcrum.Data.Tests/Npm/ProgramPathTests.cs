using Fulcrum.Data.Npm;
using Fulcrum.Tests;

namespace Fulcrum.Data.Tests.Npm;

public sealed class ProgramPathTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_first_folder_of_the_search_path_that_has_the_program_is_taken()
    {
        var expected = _folder.Write("second/tool", "");
        _folder.Write("third/tool", "");
        Assert.Equal(expected, ProgramPath.Find("tool", SearchPath("first", "second", "third")));
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData(null)]
    public void The_current_folder_is_never_searched(string? searchPath)
    {
        var inCurrentFolder = Directory.EnumerateFiles(Directory.GetCurrentDirectory()).Select(file => Path.GetFileName(file)).First();
        Assert.Null(ProgramPath.Find(inCurrentFolder, searchPath));
    }

    private string SearchPath(params string[] folders) =>
        string.Join(Path.PathSeparator, folders.Select(name => Path.Combine(_folder.Path, name)));
}
