using Fulcrum.Workers.Protocol;

namespace Fulcrum.Workers.Tests.Worker;

/// <summary>Asks a <see cref="TestWorker"/> to do something.</summary>
/// <param name="Act">What.</param>
/// <param name="Text">Is repeated in the response.</param>
internal sealed record TestRequest(string Act, string? Text = null) : IWorkerRequest<double, TestResponse>;

/// <summary>What it answers.</summary>
internal sealed record TestResponse(int Process, string? Text);
