using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace SpiNNMan.Async.Tests.Support;

/// <summary>A log that keeps what is said, from a level on.</summary>
internal sealed class KeptLog(LogLevel least = LogLevel.Information) : ILoggerFactory, ILogger
{
    private readonly ConcurrentQueue<(EventId Event, LogLevel Level, string Text)> _said = new();

    public IReadOnlyCollection<(EventId Event, LogLevel Level, string Text)> Said => _said;

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= least;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _said.Enqueue((eventId, logLevel, formatter(state, exception)));

    public void Dispose()
    {
    }
}
