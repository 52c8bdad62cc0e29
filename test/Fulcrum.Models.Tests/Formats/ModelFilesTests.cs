using Fulcrum.Models.Formats;
using Fulcrum.Tests;

namespace Fulcrum.Models.Tests.Formats;

public sealed class ModelFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_GGUF_named_itself_tells_its_configuration_also_where_a_config_json_lies_beside_it()
    {
        var gguf = Place("models/gguf/tiny-llama.F32.gguf", "model.gguf");
        Place("models/qwen2/config.json", "config.json");

        using var named = new ModelFiles(gguf);
        using var inFolder = new ModelFiles(_folder.Path);

        Assert.Equal((true, "llama"), (named.IsConfiguredByMetadata, named.ReadConfiguration().ModelType));
        Assert.Equal((false, "qwen2"), (inFolder.IsConfiguredByMetadata, inFolder.ReadConfiguration().ModelType));
    }

    [Fact]
    public void A_folder_with_nothing_but_a_GGUF_is_told_by_its_metadata()
    {
        Place("models/gguf/tiny-llama.F32.gguf", "model.gguf");

        using var files = new ModelFiles(_folder.Path);

        Assert.Equal((true, "llama"), (files.IsConfiguredByMetadata, files.Metadata["general.architecture"]));
        Assert.Equal("llama", files.ReadConfiguration().ModelType);
        Assert.Contains("token_embd.weight", files.Shapes.Select(tensor => tensor.Name));
        Assert.Contains("model.embed_tokens.weight", files.Weights.Names);
    }

    [Fact]
    public void A_folder_with_safetensors_has_no_metadata_and_needs_its_own_files()
    {
        Place("models/llama/model.safetensors", "model.safetensors");
        Place("models/llama/config.json", "config.json");

        using var files = new ModelFiles(_folder.Path);

        Assert.Empty(files.Metadata);
        Assert.Equal((false, "llama"), (files.IsConfiguredByMetadata, files.ReadConfiguration().ModelType));
        Assert.Null(files.ReadTokenizer());
        Assert.Null(files.FindChatTemplate().Template);
        Assert.Equal(files.Weights.Names, files.Shapes.Select(tensor => tensor.Name));
    }

    public void Dispose() => _folder.Dispose();

    private string Place(string fixture, string name)
    {
        var path = Path.Combine(_folder.Path, name);
        File.Copy(RepositoryFiles.Fixture(fixture), path);
        return path;
    }
}
