using System.Globalization;
using System.Net;
using Fulcrum.Data;

namespace Fulcrum.Models.Hub;

/// <summary>What the hub's refusals mean and what to do about them.</summary>
internal static class HubError
{
    private const string ProxyRemedy = "Check HF_ENDPOINT, and whether a proxy is in between.";

    /// <summary>Lets answers pass that are what was asked for.</summary>
    /// <exception cref="InputException">The hub says no.</exception>
    /// <exception cref="HubBusyException">The hub says later.</exception>
    public static void ThrowIfRefused(HttpResponseMessage response, HubName name, HubSettings settings)
    {
        if (response.StatusCode < HttpStatusCode.BadRequest) return;
        var (status, address) = (response.StatusCode, response.RequestMessage!.RequestUri!);
        var answer = string.Create(CultureInfo.InvariantCulture, $"{Show(address)} answered {(int)status}{Detail(response)}");
        var wait = response.Headers.RetryAfter?.Delta ?? response.Headers.RetryAfter?.Date - response.Headers.Date;
        if (HubRetries.IsTransient(status) && !(wait > HubRetries.LongestWait)) throw new HubBusyException(answer, status, wait);

        throw new InputException(status switch
        {
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => Closed(response, name, settings, answer),
            HttpStatusCode.NotFound => Missing(response, name, answer),
            HttpStatusCode.RequestedRangeNotSatisfiable => new InputError($"The hub has fewer bytes than it promised: {answer}.") { Remedy = "Try again; if it stays so, a proxy or mirror delivers another file." },
            _ => new InputError($"The hub does not give out {name}: {answer}.") { Remedy = wait is { } time ? $"It asks to wait {time.TotalMinutes:0} minutes." : null },
        });
    }

    /// <summary>An address as errors show it: without the password and the query, which may hold secrets.</summary>
    public static string Show(Uri address) => address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);

    /// <summary>A redirect to what is no address of the web.</summary>
    public static InputException StrayRedirect(Uri address, Uri location) =>
        new(new InputError($"{Show(address)} redirects to `{(location.IsAbsoluteUri ? location.Scheme + ":" : location)}`, which is no web address and is not followed.") { Remedy = ProxyRemedy });

    /// <summary>A listing that goes on and on.</summary>
    public static InputException EndlessListing(Uri address, int limit) =>
        new(new InputError($"The listing {Show(address)} has more than {limit >> 20} MB and was not read on.") { Remedy = ProxyRemedy });

    /// <summary>What answers is no hub, or speaks another language.</summary>
    public static InputException NotAHub(Uri address) =>
        new(new InputError($"{Show(address)} did not answer as the Hugging Face hub does.") { Remedy = ProxyRemedy });

    /// <summary>The hub cannot be reached and the cache does not have the model.</summary>
    public static InputException Unreachable(HubName name, HubSettings settings, Exception cause) =>
        new(new InputError($"{name} could not be fetched from {Show(settings.Endpoint)}: {cause.Message}") { Remedy = "Try again: what has arrived is kept and continued." }, cause);

    /// <summary>The network is off limits and the cache does not have the model.</summary>
    public static InputException Offline(HubName name, HubSettings settings) =>
        new(new InputError($"{name} is not in the cache {settings.CacheFolder}, and {settings.OfflineBy} forbids fetching it.")
        {
            Remedy = $"Unset {settings.OfflineBy}, or run `fulcrum models pull {name}` where there is a network and copy the cache.",
        });

    private static InputError Closed(HttpResponseMessage response, HubName name, HubSettings settings, string answer)
    {
        var page = $"{Show(settings.Endpoint).TrimEnd('/')}/{name.Repository}";
        var isGated = Code(response) == "GatedRepo" || response.StatusCode == HttpStatusCode.Forbidden;
        var known = settings.Token is null ? "no token was sent" : "the token that was sent does not open it";
        return isGated
            ? new InputError($"{name.Repository} is gated, and {known} ({answer}).")
            {
                Remedy = $"Accept its license at {page}, then set HF_TOKEN to a token of the same account ({Show(settings.Endpoint).TrimEnd('/')}/settings/tokens).",
            }
            : new InputError($"{name.Repository} does not exist, or is private or gated, and {known} ({answer}).")
            {
                Remedy = $"Check the name; if {page} asks to accept a license, do so, and set HF_TOKEN to a token of that account.",
            };
    }

    private static InputError Missing(HttpResponseMessage response, HubName name, string answer) => Code(response) switch
    {
        "RevisionNotFound" => new InputError($"{name.Repository} has no revision `{name.Revision}` ({answer}).") { Remedy = "Give a branch, a tag or a whole commit hash." },
        "EntryNotFound" => new InputError($"{name.Repository} lacks a file at revision {name.Revision} ({answer})."),
        _ => new InputError($"There is no model {name.Repository} with a revision {name.Revision} on the hub ({answer}).") { Remedy = "Check the spelling: hf:org/name[@revision][:file]." },
    };

    private static string Detail(HttpResponseMessage response) =>
        response.Headers.TryGetValues("X-Error-Message", out var messages) ? $" ({messages.First().TrimEnd('.')})" : "";

    private static string? Code(HttpResponseMessage response) =>
        response.Headers.TryGetValues("X-Error-Code", out var codes) ? codes.First() : null;
}
