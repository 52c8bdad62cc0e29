namespace Fulcrum.Workers.Protocol;

/// <summary>What a worker can be asked. One line of JSON carries it, with the members of the record beside <c>id</c>.</summary>
/// <typeparam name="TProgress">What is reported while the worker is at it.</typeparam>
/// <typeparam name="TResponse">The answer; its members stand beside <c>id</c> too, and none is called <c>progress</c> or <c>error</c>.</typeparam>
public interface IWorkerRequest<TProgress, TResponse>;
