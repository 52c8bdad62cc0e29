using Fulcrum.Ladder.Artifacts;
using Fulcrum.Tests;

namespace Fulcrum.Ladder.Tests.Artifacts;

public sealed class ModelSizeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void It_counts_the_files_that_decide_what_a_model_answers_also_where_they_are_links()
    {
        _folder.Write("blobs/x", "12345");
        _folder.Write("model/config.json", "{}");
        _folder.Write("model/README.md", "not counted");
        File.CreateSymbolicLink(Path.Combine(_folder.Path, "model", "model.safetensors"), Path.Combine("..", "blobs", "x"));
        Assert.Equal(7, ModelSize.Of(Path.Combine(_folder.Path, "model")));
    }

    [Fact]
    public void A_model_that_is_not_there_has_none() => Assert.Null(ModelSize.Of(Path.Combine(_folder.Path, "gone")));
}
