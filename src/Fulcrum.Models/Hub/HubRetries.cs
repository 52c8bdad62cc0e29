using System.Net;
using Polly;
using Polly.Retry;

namespace Fulcrum.Models.Hub;

/// <summary>When to ask the hub again, and how long to wait before.</summary>
internal static class HubRetries
{
    /// <summary>A server that asks for more patience than this is told to the user instead.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5);

    /// <summary>Four more tries, half a second apart and doubling, or as <c>Retry-After</c> says.</summary>
    public static ResiliencePipeline Create(TimeProvider clock) => new ResiliencePipelineBuilder { TimeProvider = clock }
        .AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = new PredicateBuilder().Handle<HttpRequestException>(),
            MaxRetryAttempts = 4,
            Delay = TimeSpan.FromSeconds(0.5),
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            DelayGenerator = failure => ValueTask.FromResult((failure.Outcome.Exception as HubBusyException)?.RetryAfter),
        })
        .Build();

    /// <summary>Whether a later try may be answered better.</summary>
    public static bool IsTransient(HttpStatusCode status) =>
        status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError and not HttpStatusCode.NotImplemented;
}
