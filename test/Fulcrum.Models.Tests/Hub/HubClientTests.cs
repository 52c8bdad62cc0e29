using System.Text;
using Fulcrum.Data;
using Fulcrum.Models.Hub;
using Fulcrum.Tests.Hub;
using Microsoft.AspNetCore.Http;

namespace Fulcrum.Models.Tests.Hub;

/// <summary>Tokens, redirects, waits and refusals.</summary>
public sealed class HubClientTests : IAsyncLifetime
{
    private const string ProxyRemedy = "Check HF_ENDPOINT, and whether a proxy is in between.";

    private HubFixture _hub = null!;

    public async ValueTask InitializeAsync() => _hub = await HubFixture.StartAsync();

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    [Fact]
    public async Task The_token_goes_to_the_hub_and_to_no_other_host()
    {
        await using var storage = await HubServer.StartAsync(_hub.Files);
        (_hub.Server.Storage, _hub.Server.Token) = (storage, "hf_secret");

        await _hub.FetchAsync(settings: _hub.Settings with { Token = "hf_secret" });

        _hub.AssertFetched("model.safetensors", "config.json");
        Assert.All(_hub.Server.Requests, request => Assert.Equal("Bearer hf_secret", request.Authorization));
        Assert.NotEmpty(storage.Requests);
        Assert.All(storage.Requests, request => Assert.Equal("", request.Authorization));
    }

    [Theory]
    [InlineData(429, "7", 7)]
    [InlineData(503, "120", 120)]
    public async Task A_busy_server_is_given_the_time_that_it_asks_for(int status, string retryAfter, int seconds)
    {
        _hub.Server.Busy.Enqueue((status, retryAfter));

        await _hub.FetchAsync();

        Assert.Equal(TimeSpan.FromSeconds(seconds), Assert.Single(_hub.Clock.Waits));
        _hub.AssertFetched("model.safetensors");
    }

    [Fact]
    public async Task Failures_of_the_server_are_tried_again_at_growing_distances()
    {
        for (var i = 0; i < 4; i++) _hub.Server.Busy.Enqueue((500, null));

        await _hub.FetchAsync();

        Assert.Equal(4, _hub.Clock.Waits.Count);
        Assert.True(_hub.Clock.Waits.Last() > _hub.Clock.Waits.First());
        _hub.AssertFetched("model.safetensors");
    }

    [Fact]
    public async Task A_server_that_keeps_failing_is_given_up()
    {
        for (var i = 0; i < 5; i++) _hub.Server.Busy.Enqueue((500, null));

        var refused = await Assert.ThrowsAsync<InputException>(() => _hub.FetchAsync());

        Assert.Contains("answered 500", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_asks_for_an_hour_is_not_waited_for()
    {
        _hub.Server.Busy.Enqueue((429, "3600"));

        var refused = await Assert.ThrowsAsync<InputException>(() => _hub.FetchAsync());

        Assert.Contains("60 minutes", refused.Message, StringComparison.Ordinal);
        Assert.Empty(_hub.Clock.Waits);
    }

    [Fact]
    public async Task A_silent_server_is_asked_again()
    {
        var isSilent = true;
        _hub.Server.BeforeContent = async context =>
        {
            if (isSilent) await new TaskCompletionSource().Task.WaitAsync(context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        };
        var patient = new ModelHub(_hub.Settings, _hub.Clock) { Download = new DownloadOptions { Timeout = TimeSpan.FromSeconds(1) } };

        var refused = await Assert.ThrowsAsync<InputException>(() =>
            patient.FetchAsync(HubName.Parse("hf:org/tiny:model.safetensors"), null, TestContext.Current.CancellationToken));

        Assert.Contains("silent", refused.Message, StringComparison.Ordinal);
        isSilent = false;
        await _hub.FetchAsync();
        _hub.AssertFetched("model.safetensors");
    }

    [Theory]
    [InlineData(401, "GatedRepo")]
    [InlineData(403, "GatedRepo")]
    [InlineData(403, null)]
    public async Task A_gated_model_is_told_where_to_accept_its_license_and_set_a_token(int status, string? code)
    {
        _hub.Server.Refusal = (status, code);

        var refused = await Assert.ThrowsAsync<InputException>(() => _hub.FetchAsync());

        Assert.Contains($"Accept its license at {_hub.Server.Address}org/tiny", refused.Message, StringComparison.Ordinal);
        Assert.Contains("HF_TOKEN", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_that_is_hidden_or_absent_may_be_either()
    {
        _hub.Server.Refusal = (401, null);

        var refused = await Assert.ThrowsAsync<InputException>(() => _hub.FetchAsync());

        Assert.Contains("does not exist, or is private", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hf:org/absent", "/api/models/org/absent/revision/main answered 404")]
    [InlineData("hf:org/tiny@v2", "no revision `v2`")]
    [InlineData("hf:org/tiny:model.safetensor", "Did you mean `model.safetensors`?")]
    public async Task What_is_not_there_is_named_with_what_was_tried(string name, string expected)
    {
        var refused = await Assert.ThrowsAsync<InputException>(() => _hub.FetchAsync(name));

        Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
        Assert.Empty(_hub.Clock.Waits);
    }

    [Theory]
    [InlineData("file:///etc/passwd", "file:")]
    [InlineData("ftp://example.org/list", "ftp:")]
    public async Task A_redirect_out_of_the_web_is_not_followed(string location, string shown)
    {
        _hub.Server.Listing = response =>
        {
            response.Redirect(location);
            return Task.CompletedTask;
        };

        var refused = await Assert.ThrowsAsync<InputException>(() => _hub.FetchAsync());

        Assert.Equal(
            $"{_hub.Server.Address}api/models/org/tiny/revision/main redirects to `{shown}`, which is no web address and is not followed. {ProxyRemedy}",
            Assert.Single(refused.Errors).ToString());
    }

    [Theory]
    [InlineData("{\"sha\": \"COMMIT\", \"siblings\": [null]}")]
    [InlineData("{\"sha\": \"COMMIT\", \"siblings\": [{\"rfilename\": null}]}")]
    [InlineData("{\"sha\": \"COMMIT\", \"siblings\": [{}]}")]
    [InlineData("{\"sha\": null, \"siblings\": []}")]
    [InlineData("{\"sha\": \"COMMIT\", \"siblings\": null}")]
    [InlineData("null")]
    [InlineData("")]
    public async Task A_listing_without_what_a_listing_has_is_refused(string json)
    {
        _hub.Server.Listing = response => response.WriteAsync(json.Replace("COMMIT", HubServer.Commit, StringComparison.Ordinal));

        var refused = await Assert.ThrowsAsync<InputException>(() => _hub.FetchAsync());

        Assert.Equal(
            $"{_hub.Server.Address}api/models/org/tiny/revision/main did not answer as the Hugging Face hub does. {ProxyRemedy}",
            Assert.Single(refused.Errors).ToString());
    }

    [Fact]
    public async Task A_listing_is_read_whatever_charset_it_names()
    {
        _hub.Server.Listing = response =>
        {
            response.ContentType = "application/json; charset=bogus";
            return response.WriteAsync($$"""{"sha": "{{HubServer.Commit}}", "siblings": [{"rfilename": "config.json"}, {"rfilename": "model.safetensors"}]}""");
        };

        await _hub.FetchAsync();

        _hub.AssertFetched("model.safetensors", "config.json");
    }

    [Fact]
    public async Task A_listing_without_end_is_not_read_on()
    {
        var entries = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("""{"rfilename": "config.json"}, """, 10_000)));
        _hub.Server.Listing = async response =>
        {
            await response.WriteAsync($$"""{"sha": "{{HubServer.Commit}}", "siblings": [""");
            while (!response.HttpContext.RequestAborted.IsCancellationRequested) await response.Body.WriteAsync(entries);
        };

        var refused = await Assert.ThrowsAsync<InputException>(() => _hub.FetchAsync());

        Assert.Equal(
            $"The listing {_hub.Server.Address}api/models/org/tiny/revision/main has more than 64 MB and was not read on. {ProxyRemedy}",
            Assert.Single(refused.Errors).ToString());
    }

    [Theory]
    [InlineData("hf:org/absent", 0)]
    [InlineData("hf:org/tiny", 401)]
    [InlineData("hf:org/tiny", 403)]
    [InlineData("hf:org/tiny", 418)]
    [InlineData("hf:org/tiny", 500)]
    public async Task No_error_tells_the_password_of_the_endpoint(string name, int status)
    {
        if (status > 0) _hub.Server.Refusal = (status, null);
        var endpoint = new UriBuilder(_hub.Server.Address) { UserName = "me", Password = "secret" }.Uri;

        var refused = await Assert.ThrowsAsync<InputException>(() => _hub.FetchAsync(name, _hub.Settings with { Endpoint = endpoint }));

        Assert.Contains(endpoint.Authority, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_listing_that_leads_out_of_the_cache_is_refused()
    {
        _hub.Files["../../escaped/config.json"] = [];

        await Assert.ThrowsAsync<InputException>(() => _hub.FetchAsync());
    }

    [Fact]
    public async Task A_listing_that_is_no_JSON_is_refused()
    {
        _hub.Server.Busy.Enqueue((200, null));

        var refused = await Assert.ThrowsAsync<InputException>(() => _hub.FetchAsync());

        Assert.Contains("did not answer as the Hugging Face hub does", refused.Message, StringComparison.Ordinal);
    }
}
