using Fulcrum.Data;
using Fulcrum.Models.Hub;

namespace Fulcrum.Models.Tests.Hub;

public sealed class HubNameTests
{
    [Theory]
    [InlineData("hf:org/name", "org/name", "main", null)]
    [InlineData("hf:gpt2", "gpt2", "main", null)]
    [InlineData("hf:Org-1/na.me_2@v1.0", "Org-1/na.me_2", "v1.0", null)]
    [InlineData("hf:org/name@refs/pr/3:sub folder/tiny Q8.gguf", "org/name", "refs/pr/3", "sub folder/tiny Q8.gguf")]
    public void A_name_has_a_repository_a_revision_and_a_file(string text, string repository, string revision, string? file)
    {
        var name = HubName.Parse(text);

        Assert.Equal((repository, revision, file), (name.Repository, name.Revision, name.File));
        Assert.Equal(text, name.ToString());
    }

    [Theory]
    [InlineData("hf:")]
    [InlineData("hf:a/b/c")]
    [InlineData("hf:../etc")]
    [InlineData("hf:org/..")]
    [InlineData("hf:org/a--b")]
    [InlineData("hf:org/name@")]
    [InlineData("hf:org/name@../../main")]
    [InlineData("hf:org/name:../secret")]
    [InlineData("hf:org/name:/etc/passwd")]
    [InlineData("hf:org/name:a\\b")]
    [InlineData("hf:org/name?x")]
    public void What_is_no_name_is_refused(string text) => Assert.Throws<InputException>(() => HubName.Parse(text));

    [Theory]
    [InlineData("hf:org/name", true)]
    [InlineData("models/hf:x", false)]
    [InlineData("HF/name", false)]
    public void Names_are_told_from_paths(string text, bool isName) => Assert.Equal(isName, HubName.IsHubName(text));
}
