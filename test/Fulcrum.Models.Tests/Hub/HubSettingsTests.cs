using Fulcrum.Data;
using Fulcrum.Models.Hub;
using Fulcrum.Tests;

namespace Fulcrum.Models.Tests.Hub;

public sealed class HubSettingsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_empty_environment_gives_the_hub_and_the_user_cache()
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

        var settings = Read([]);

        Assert.Equal(Path.Combine(home, ".cache", "huggingface", "hub"), settings.CacheFolder);
        Assert.Equal(("https://huggingface.co/", false), (settings.Endpoint.AbsoluteUri, settings.Offline));
    }

    [Theory]
    [InlineData("HF_HUB_CACHE=/c;HF_HOME=/h;XDG_CACHE_HOME=/x", "/c")]
    [InlineData("HUGGINGFACE_HUB_CACHE=/c;HF_HOME=/h", "/c")]
    [InlineData("HF_HOME=/h;XDG_CACHE_HOME=/x", "/h/hub")]
    [InlineData("XDG_CACHE_HOME=/x", "/x/huggingface/hub")]
    public void The_cache_is_where_huggingface_hub_looks_for_it(string environment, string expected) =>
        Assert.Equal(expected, Read(environment.Split(';').Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => pair[1])).CacheFolder);

    [Fact]
    public void The_token_is_of_the_environment_else_of_the_file_that_login_leaves()
    {
        _folder.Write("token", "hf_file\n");

        Assert.Equal("hf_file", Read(new() { ["HF_HOME"] = _folder.Path }).Token);
        Assert.Equal("hf_env", Read(new() { ["HF_HOME"] = _folder.Path, ["HF_TOKEN"] = "hf_env" }).Token);
        Assert.Null(Read(new() { ["HF_HOME"] = Path.Combine(_folder.Path, "empty"), ["HF_TOKEN"] = "" }).Token);
    }

    [Theory]
    [InlineData("hf_a\nhf_b")]
    [InlineData("hf_a b")]
    [InlineData("hf_ä")]
    public void What_is_no_token_is_refused_and_not_told(string token)
    {
        var file = _folder.Write("token", token);

        Assert.Equal(
            "The token in HF_TOKEN holds a blank, a line break or another character that no token has. Copy the token again, on one line.",
            Assert.Throws<InputException>(() => Read(new() { ["HF_HOME"] = _folder.Path, ["HF_TOKEN"] = token })).Message);
        Assert.Equal(
            $"The token in {file} holds a blank, a line break or another character that no token has. Copy the token again, on one line.",
            Assert.Throws<InputException>(() => Read(new() { ["HF_HOME"] = _folder.Path })).Message);
    }

    [Theory]
    [InlineData("htp://me:secret@mirror.example", "htp://…@mirror.example")]
    [InlineData("me:secret@mirror.example", "…@mirror.example")]
    [InlineData("mirror", "mirror")]
    public void What_is_no_endpoint_is_told_without_its_password(string endpoint, string shown) => Assert.Equal(
        $"HF_ENDPOINT is `{shown}`, which is no web address. Set it to e.g. https://huggingface.co or unset it.",
        Assert.Throws<InputException>(() => Read(new() { ["HF_ENDPOINT"] = endpoint })).Message);

    [Theory]
    [InlineData("HF_HUB_OFFLINE", "1", true)]
    [InlineData("HF_HUB_OFFLINE", "yes", true)]
    [InlineData("TRANSFORMERS_OFFLINE", "TRUE", true)]
    [InlineData("HF_HUB_OFFLINE", "0", false)]
    public void Offline_is_what_python_takes_for_true(string name, string value, bool offline)
    {
        var settings = Read(new() { [name] = value });

        Assert.Equal((offline, offline ? name : null), (settings.Offline, settings.OfflineBy));
    }

    [Fact]
    public void The_cache_is_found_whatever_the_endpoint_is() =>
        Assert.Equal("/c", HubSettings.CacheFolderOf(name => name switch { "HF_ENDPOINT" => "mirror", "HF_HUB_CACHE" => "/c", _ => null }));

    [Fact]
    public void An_endpoint_may_have_a_path_and_must_be_an_address()
    {
        Assert.Equal("https://mirror.example/hf", Read(new() { ["HF_ENDPOINT"] = "https://mirror.example/hf/" }).Endpoint.AbsoluteUri);
        Assert.Throws<InputException>(() => Read(new() { ["HF_ENDPOINT"] = "mirror" }));
    }

    private static HubSettings Read(Dictionary<string, string> environment) => HubSettings.Read(name => environment.GetValueOrDefault(name));
}
