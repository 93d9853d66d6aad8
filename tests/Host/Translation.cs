using System.Collections.Concurrent;
using System.Linq.Expressions;
using BacSon.App;
using BacSon.Kernel;
using BacSon.Kernel.Organization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Query;

namespace BacSon.Host.Tests;

/// <summary>
/// Translates every query that SQLite runs in the suite for SQL Server too, without a server: what SQL Server could not
/// translate fails the test that asked. Bulk updates and deletes are passed over: they cannot be turned into text.
/// </summary>
internal sealed class Translation : IQueryExpressionInterceptor
{
    /// <summary>One for the process: EF keeps a set of services for each such interceptor.</summary>
    public static readonly Translation Shared = new();

    private static readonly SqlServerDb Server = new(new DbContextOptionsBuilder<SqlServerDb>().UseSqlServer("Server=never-opened").Options, Modules.All, TimeProvider.System, new Acting());

    public ConcurrentDictionary<string, byte> Translated { get; } = new();

    public Expression QueryCompilationStarting(Expression queryExpression, QueryExpressionEventData eventData)
    {
        var text = queryExpression.ToString();
        if (text.Contains("ExecuteUpdate", StringComparison.Ordinal) || text.Contains("ExecuteDelete", StringComparison.Ordinal) || Translated.ContainsKey(text))
            return queryExpression;
        try
        {
            lock (Server)
            {
                var moved = new Rerooted().Visit(queryExpression);
                // A query that ends in Count, Any or First is looked at one step before its end.
                if (moved is MethodCallExpression call && !typeof(IQueryable).IsAssignableFrom(call.Type))
                    moved = call.Arguments is [var source, UnaryExpression { Operand: LambdaExpression { ReturnType: var result } } predicate] && result == typeof(bool)
                        ? Expression.Call(typeof(Queryable), nameof(Queryable.Where), [source.Type.GetGenericArguments()[0]], source, predicate)
                        : call.Arguments[0];
                var query = ((IQueryable)Server.Set<Setting>()).Provider.CreateQuery(moved);
                _ = query.ToQueryString();
            }
            Translated.TryAdd(text, 0);
        }
        catch (InvalidOperationException problem) when (problem.Message.Contains("could not be translated", StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"SQL Server cannot answer this query of the product: {problem.Message}", problem);
        }
        return queryExpression;
    }

    private sealed class Rerooted : ExpressionVisitor
    {
        protected override Expression VisitExtension(Expression node) => node switch
        {
            EntityQueryRootExpression root => new EntityQueryRootExpression(Server.Model.FindEntityType(root.EntityType.Name)!),
            // What was a captured variable becomes one again, with a value of its kind.
            QueryParameterExpression parameter => Captured(parameter.Type),
            _ => base.VisitExtension(node),
        };

        private static MemberExpression Captured(Type type)
        {
            var holder = Activator.CreateInstance(typeof(Holder<>).MakeGenericType(type), Sample(type))!;
            return Expression.Field(Expression.Constant(holder), "Value");
        }

        private static object? Sample(Type type) =>
            type == typeof(string) ? "x"
            : type.IsArray ? Array.CreateInstance(type.GetElementType()!, 1)
            : Nullable.GetUnderlyingType(type) is { } inner ? Activator.CreateInstance(inner)
            : type.IsValueType ? Activator.CreateInstance(type)
            : type.IsGenericType && type.IsInterface && type.GetGenericArguments() is [{ } item] && typeof(List<>).MakeGenericType(item) is var list && type.IsAssignableFrom(list) ? Activator.CreateInstance(list)
            : type.IsAbstract || type.GetConstructor([]) is null ? null : Activator.CreateInstance(type);
    }

    private sealed class Holder<T>(T value)
    {
        public readonly T Value = value;
    }
}
