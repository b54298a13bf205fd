/**
 * Ready answers got a permission of their own: the manager who answers officially writes them too. Whoever could change
 * them until now, with every other setting, still can.
 */
export const answersPermissionSchema = [
  `UPDATE roles SET permissions = json_insert(permissions, '$[#]', 'answers.manage')
   WHERE (key = 'manager' OR EXISTS (SELECT 1 FROM json_each(permissions) WHERE value = 'settings.manage'))
     AND NOT EXISTS (SELECT 1 FROM json_each(permissions) WHERE value = 'answers.manage')`,
]
