using Fulcrum.Ladder.Artifacts;
using Fulcrum.Tests;

namespace Fulcrum.Ladder.Tests.Artifacts;

public sealed class EncoderFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("config.json", """{"model_type": "bert"}""", true)]
    [InlineData("config.json", """{"model_type": "llama"}""", false)]
    [InlineData("config.json", "[]", false)]
    [InlineData("config.json", "{", false)]
    [InlineData("config.json", """{"model_type": "bert", "model_type": "bert"}""", false)]
    [InlineData("config.json", """{"model_type": "\ud800"}""", false)]
    [InlineData("modules.json", "[]", true)]
    [InlineData("model.gguf", "", false)]
    public void It_is_told_by_the_files_of_the_folder(string file, string content, bool isEncoder)
    {
        _folder.Write(file, content);

        Assert.Equal(isEncoder, EncoderFolder.Is(_folder.Path));
    }

    [Fact]
    public void A_file_is_none() => Assert.False(EncoderFolder.Is(_folder.Write("model.gguf", "")));

    public void Dispose() => _folder.Dispose();
}
