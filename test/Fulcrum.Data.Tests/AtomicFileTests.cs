using Fulcrum.Tests;

namespace Fulcrum.Data.Tests;

public sealed class AtomicFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_file_that_could_not_be_written_to_its_end_leaves_the_old_one_as_it_was()
    {
        var path = _folder.Write("a.json", "old");
        Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(path, stream =>
        {
            stream.WriteByte(1);
            throw new InvalidOperationException();
        }));
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void A_file_is_replaced_as_a_whole()
    {
        var path = _folder.Write("a.txt", "something longer than the new text");
        AtomicFile.WriteText(path, "neu: ü");
        Assert.Equal("neu: ü"u8.ToArray(), File.ReadAllBytes(path));
    }

    public void Dispose() => _folder.Dispose();
}
